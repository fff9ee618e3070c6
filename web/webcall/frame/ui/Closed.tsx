import { Icon } from "./icons";
import type { Props } from "./props";

/** Outside service hours, on a line without voice mail: when to call. */
export function Closed({ state, words }: Props) {
  return (
    <div class="body">
      <section class="card centre">
        <span class="badge-icon">
          <Icon name="moon" size={24} />
        </span>
        <h2>{words.closedTitle}</h2>
        <p>{words.closedHours(state.info!.hours[state.language])}</p>
        <p class="soft">{words.closedNothing}</p>
      </section>
    </div>
  );
}
