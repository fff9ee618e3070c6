import type { State } from "../state";
import { WORDS, type Words } from "../words";

/** Where one stands, and how long it honestly takes. */
export function Queue({ state }: { state: State }) {
  const words = WORDS[state.language];
  const { place, wait } = state.chat;
  return (
    <section class="queue" role="status" aria-atomic="true">
      <span class="pulse" aria-hidden="true" />
      <div>
        <p class="place">{place === null ? words.connecting : words.place(place)}</p>
        <p class="wait">{waitIn(wait, words)}</p>
        <p class="hint">{words.waitHint}</p>
      </div>
    </section>
  );
}

function waitIn(seconds: number | null, words: Words): string {
  return seconds === null ? words.waitUnknown : words.wait(Math.max(1, Math.ceil(seconds / 60)));
}
