import type { Props } from "./props";

/** Before we know what line this is. */
export function Missing({ state, words }: Props) {
  return (
    <div class="body" role="status">
      {state.missing && <p class="notice">{state.missing === "gone" ? words.troubleGone : words.troubleNetwork}</p>}
    </div>
  );
}
