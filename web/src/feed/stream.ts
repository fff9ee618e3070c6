/** The server's event stream: opened from a position, reopened with growing patience when it breaks. */
import type { Entry } from "./entry";

export type Word =
  | { kind: "entry"; entry: Entry }
  | { kind: "signal"; signal: Record<string, unknown> }
  | { kind: "reset" }
  | { kind: "state"; connected: boolean };

const PATIENCE_MS = [500, 1_000, 2_000, 5_000, 10_000];

/** Open the stream after `position()`; `hear` gets every word. Returns what closes it. */
export function listen(position: () => number, hear: (word: Word) => void): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let closed = false;

  function open(): void {
    clearTimeout(again);
    source?.close();
    source = new EventSource(`/feed?after=${position()}`);
    source.onopen = () => {
      tries = 0;
      hear({ kind: "state", connected: true });
    };
    source.onmessage = (event) => hear({ kind: "entry", entry: JSON.parse(event.data as string) as Entry });
    source.addEventListener("signal", (event) => hear({ kind: "signal", signal: JSON.parse((event as MessageEvent<string>).data) }));
    source.addEventListener("reset", () => hear({ kind: "reset" }));
    source.onerror = retry;
  }

  function retry(): void {
    if (closed) return;
    source?.close();
    hear({ kind: "state", connected: false });
    again = setTimeout(open, PATIENCE_MS[Math.min(tries++, PATIENCE_MS.length - 1)]);
  }

  const reopen = () => open();
  addEventListener("online", reopen);
  addEventListener("offline", retry);
  open();
  return () => {
    closed = true;
    clearTimeout(again);
    source?.close();
    removeEventListener("online", reopen);
    removeEventListener("offline", retry);
  };
}

