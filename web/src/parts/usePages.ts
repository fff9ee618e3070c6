/** Keyset pages of a list: the first at once, the next when asked for. */
import { useInfiniteQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import type { Page } from "@/api/types";

/** What a list needs to show them. */
export interface Pages {
  rows: Ref<unknown[]>;
  isPending: Ref<boolean>;
  error: Ref<Error | null>;
  hasNextPage: Ref<boolean>;
  isFetchingNextPage: Ref<boolean>;
  fetchNextPage: () => unknown;
}

export function usePages<P extends Page<unknown>>(queryKey: Ref<readonly unknown[]>, fetch: (after?: string) => Promise<P>) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetch(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: P) => page.next ?? undefined,
    retry: false,
  });
  const rows = computed(() => (query.data.value?.pages ?? []).flatMap((page) => page.items as P["items"][number][]));
  const first = computed(() => query.data.value?.pages[0]);
  return { ...query, rows, first };
}
