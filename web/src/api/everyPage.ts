/** All rows of a list that comes in pages, for lists that are shown whole. */
import type { Page } from "./types";

export async function everyPage<T>(fetch: (after?: string) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let after: string | undefined;
  do {
    const page = await fetch(after);
    all.push(...page.items);
    after = page.next ?? undefined;
  } while (after);
  return all;
}
