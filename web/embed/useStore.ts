import { useEffect, useState } from "preact/hooks";

interface Told<State> {
  readonly state: State;
  subscribe: (tell: () => void) => () => void;
}

/** What a session knows, drawn anew with each change. */
export function useStore<State>(session: Told<State>): State {
  const [state, set] = useState(session.state);
  useEffect(() => {
    set(session.state);
    return session.subscribe(() => set(session.state));
  }, [session]);
  return state;
}
