import { useEffect, useState } from "preact/hooks";
import type { Session } from "../session";
import type { State } from "../state";

/** The session's state, drawn anew with each change. */
export function useSession(session: Session): State {
  const [state, set] = useState(session.state);
  useEffect(() => {
    set(session.state);
    return session.subscribe(() => set(session.state));
  }, [session]);
  return state;
}
