import type { Trouble } from "../shapes";
import type { State } from "../state";
import { TROUBLES, type Words } from "../words";
import { Icon } from "./icons";

const BETTER_ALONE = new Set(["insecure", "forbidden", "denied"]);

/** What went wrong and the way out. */
export function TroubleNote({ trouble, state, words, framed }: { trouble: Trouble; state: State; words: Words; framed: boolean }) {
  const [title, way] = TROUBLES[state.language][trouble.code];
  const alone = `/call/${location.pathname.split("/").at(-1)}?language=${state.language}`;
  return (
    <div class="trouble" role="alert">
      <Icon name="alert" />
      <div>
        <b>{title}</b>
        <p>{trouble.code === "refused" && trouble.said ? trouble.said : way}</p>
        {framed && BETTER_ALONE.has(trouble.code) && (
          <a href={alone} target="_blank" rel="noopener">
            {words.ownWindow}
          </a>
        )}
      </div>
    </div>
  );
}
