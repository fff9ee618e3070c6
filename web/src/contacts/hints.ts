/** What the standard remarks on a message just written (6.1, 6.4); shown until the next one. */
import { reactive } from "vue";

const hints = reactive(new Map<string, string[]>());

export function setHints(contact: string, words: string[]): void {
  hints.set(contact, words);
}

export function hintsOf(contact: string): string[] {
  return hints.get(contact) ?? [];
}
