/** One tab of a browser leads: it holds the stream and renews the lease. When it goes, the next one takes over. */

const LOCK = "yingda-leader";

/**
 * Waits its turn, then calls `lead`; what `lead` returns is called when this tab steps down.
 * Without Web Locks (no secure context) every tab leads for itself.
 */
export function stand(lead: () => () => void, locks: LockManager | undefined = navigator.locks): () => void {
  let stepDown: (() => void) | undefined;
  if (!locks) {
    stepDown = lead();
    return () => stepDown?.();
  }
  const gone = new AbortController();
  let release: () => void = () => undefined;
  locks
    .request(LOCK, { signal: gone.signal }, () => {
      stepDown = lead();
      return new Promise<void>((resolve) => (release = resolve));
    })
    .catch((reason: unknown) => {
      if (!(reason instanceof DOMException && reason.name === "AbortError")) throw reason;
    });
  return () => {
    gone.abort();
    stepDown?.();
    release();
  };
}
