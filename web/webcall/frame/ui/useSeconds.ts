import { useEffect, useState } from "preact/hooks";

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
