/** Every line there is, for what belongs to one. */
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { lines } from "@/api/administration";
import { kept } from "@/api/keys";
import { named } from "@/i18n";

export function useLines() {
  const { data } = useQuery({ queryKey: kept.lines, queryFn: lines.list });
  const everyLine = computed(() => data.value ?? []);
  const lineName = (code: string) => named(everyLine.value.find((one) => one.code === code)) || code;
  return { everyLine, lineName };
}
