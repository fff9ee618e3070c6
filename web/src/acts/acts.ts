/** Everything asked of the server and not yet answered: shown while it runs, and repeatable when it failed. */
import { computed, reactive } from "vue";
import { Refused } from "@/api/refused";

export interface Asked {
  id: number;
  label: string;
  state: "running" | "failed";
  refused: Refused | null;
  again: () => void;
}

const SHOWN_AFTER_MS = 300;
let last = 0;
export const asked = reactive<Asked[]>([]);
export const failed = computed(() => asked.filter((one) => one.state === "failed"));

/**
 * Ask the server to do something. Resolves to its answer, or to undefined when it failed: then it stays in the strip
 * with a way to repeat it. A refusal that the caller shows itself (`own`) is thrown instead.
 */
export async function ask<T>(label: string, act: () => Promise<T>, own: (refused: Refused) => boolean = () => false): Promise<T | undefined> {
  const one = reactive<Asked>({ id: ++last, label, state: "running", refused: null, again: () => undefined });
  const show = setTimeout(() => asked.push(one), SHOWN_AFTER_MS);
  try {
    const answer = await act();
    forget(one.id);
    return answer;
  } catch (trouble) {
    if (!(trouble instanceof Refused)) throw trouble;
    forget(one.id);
    if (own(trouble)) throw trouble;
    one.state = "failed";
    one.refused = trouble;
    one.again = () => {
      forget(one.id);
      void ask(label, act);
    };
    asked.push(one);
    return undefined;
  } finally {
    clearTimeout(show);
  }
}

export function forget(id: number): void {
  const place = asked.findIndex((one) => one.id === id);
  if (place >= 0) asked.splice(place, 1);
}

/** Repeat the newest failure. Whether there was one. */
export function repeatLast(): boolean {
  const one = failed.value.at(-1);
  one?.again();
  return one !== undefined;
}
