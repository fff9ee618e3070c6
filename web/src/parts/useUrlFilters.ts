/** Filters that stand in the page's address, so that a list can be sent to a colleague or come back to. */
import { computed, type WritableComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";

export function useUrlFilters<K extends string>(names: readonly K[]): Record<K, WritableComputedRef<string>> {
  const route = useRoute();
  const router = useRouter();
  const one = (name: K) =>
    computed({
      get: () => (typeof route.query[name] === "string" ? (route.query[name] as string) : ""),
      set: (value) => void router.replace({ query: { ...route.query, [name]: value || undefined } }),
    });
  return Object.fromEntries(names.map((name) => [name, one(name)])) as Record<K, WritableComputedRef<string>>;
}
