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

const TICK_MS = 1_000;

/** Seconds since then, counted while it is shown; null stays null. */
export function useSeconds(since: number | null): number | null {
  const [now, set] = useState(Date.now());
  useEffect(() => {
    if (since === null) return;
    set(Date.now());
    const ticking = setInterval(() => set(Date.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, [since]);
  return since === null ? null : Math.max(0, (now - since) / 1000);
}
