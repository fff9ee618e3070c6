import { lasted } from "../times";
import { Icon } from "./icons";
import type { Props } from "./props";
import { TroubleNote } from "./TroubleNote";

/** After the call. */
export function Over({ session, state, words, framed }: Props & { framed: boolean }) {
  const { trouble } = state;
  return (
    <div class="body">
      <section class="card centre">
        {trouble ? (
          <TroubleNote trouble={trouble} state={state} words={words} framed={framed} />
        ) : (
          <div class="centre" role="status">
            <span class="badge-icon">
              <Icon name="check" size={28} />
            </span>
            <h2>{state.mine ? words.overMine : words.overTheirs}</h2>
            <p class="soft">{state.left ? words.overLeft : state.lasted === null ? words.overWaiting : words.thanks}</p>
          </div>
        )}
        {state.lasted !== null && <p class="number">{words.overLasted(lasted(state.lasted))}</p>}
        <button type="button" class="firm wide" onClick={() => session.anew()}>
          <Icon name="phone" />
          {words.callAgain}
        </button>
      </section>
    </div>
  );
}
