/** The language of the page: what the person chose here, else the person's own, else Chinese. */
import { ref } from "vue";

export type Language = "zh-hans" | "en";
export const LANGUAGES: { code: Language; name: string }[] = [
  { code: "zh-hans", name: "简体中文" },
  { code: "en", name: "English" },
];
const KEPT = "yingda.language";

export const language = ref<Language>(known(localStorage.getItem(KEPT)) ?? "zh-hans");

export function choose(code: Language): void {
  language.value = code;
  localStorage.setItem(KEPT, code);
}

/** A person's own language holds until they choose another on this browser. */
export function prefer(code: string): void {
  if (!localStorage.getItem(KEPT)) language.value = known(code) ?? "zh-hans";
}

function known(code: string | null): Language | undefined {
  return LANGUAGES.find((one) => one.code === code)?.code;
}
