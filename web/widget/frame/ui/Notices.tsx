import type { State } from "../state";
import { WORDS } from "../words";
import { Icon } from "./icons";

interface Props {
  state: State;
  problem: string;
  dismiss: () => void;
}

/** What hinders: no network, no service, a file that cannot go. Both regions stand ready so that they are read out. */
export function Notices({ state, problem, dismiss }: Props) {
  const words = WORDS[state.language];
  const trouble = state.trouble === "gone" ? words.troubleGone : state.trouble ? words.troubleNetwork : "";
  const lost = trouble || (state.online ? "" : words.lost);
  return (
    <>
      <div role="status" class={lost ? "notice lost" : ""}>
        {lost}
      </div>
      <div role="alert" class={problem ? "notice problem" : ""}>
        {problem}
        {problem && (
          <button type="button" class="round small" aria-label={words.close} onClick={dismiss}>
            <Icon name="close" size={16} />
          </button>
        )}
      </div>
    </>
  );
}
