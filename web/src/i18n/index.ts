/** Words on the page, compiled at build; no message is made from text at run time. */
import { en, zh } from "./messages";
import { watchEffect } from "vue";
import { createI18n, useI18n } from "vue-i18n";
import { language, type Language } from "./language";

export const i18n = createI18n({
  legacy: false,
  locale: language.value,
  fallbackLocale: false,
  messages: { "zh-hans": zh, en } as Record<Language, typeof zh>,
});

watchEffect(() => {
  i18n.global.locale.value = language.value;
  document.documentElement.lang = language.value === "en" ? "en" : "zh-Hans";
});

/** The words of the page in its language. */
export function useWords() {
  return useI18n({ useScope: "global" });
}

/** A name in the page's language: rows carry `name` and `name_en`. */
export function named(row: { name: string; name_en?: string | null } | null | undefined): string {
  if (!row) return "";
  return language.value === "en" && row.name_en ? row.name_en : row.name;
}
