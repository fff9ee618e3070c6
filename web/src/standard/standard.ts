/** The standard in force, and the words that it gives to codes. */
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api, unwrap } from "@/api/client";
import { kept } from "@/api/keys";
import { language } from "@/i18n/language";
import type { ChoiceOut } from "./types";

const DAY_MS = 86_400_000;

export function useStandard(line?: () => string | undefined) {
  const code = computed(() => line?.() ?? "");
  return useQuery({
    queryKey: computed(() => [...kept.standard, code.value]),
    queryFn: () => unwrap(api.GET("/api/standard", { params: { query: { line: code.value || undefined } } })),
    staleTime: DAY_MS,
  });
}

type List = "request_types" | "urgencies" | "root_causes" | "steps";

/** What the standard calls a code, in the page's language; the code itself while the standard is on its way. */
export function useLabels() {
  const { data } = useStandard();
  const label = (list: List, code: string): string => {
    const found = (data.value?.[list] as ChoiceOut[] | undefined)?.find((one) => one.code === code);
    if (!found) return code;
    return language.value === "en" ? found.label_en : found.label;
  };
  const choices = (list: List) =>
    computed(() => ((data.value?.[list] as ChoiceOut[] | undefined) ?? []).map((one) => ({ code: one.code, label: language.value === "en" ? one.label_en : one.label })));
  return { label, choices };
}
