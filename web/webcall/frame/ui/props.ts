import type { Session } from "../session";
import type { State } from "../state";
import type { Words } from "../words";

/** What every part of the panel gets. */
export interface Props {
  session: Session;
  state: State;
  words: Words;
}
