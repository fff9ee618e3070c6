/** What happens at the server, as it happens: one stream a browser, told on to its other tabs. */
import { ref } from "vue";
import { Bookmark, type Entry } from "./entry";
import { stand } from "./leader";
import { listen, type Word } from "./stream";

export type Hearer = {
  entry: (entry: Entry) => void;
  signal: (signal: Record<string, unknown>) => void;
  reset: () => void;
};

/** Whether the stream is up, here or in the tab that leads. Null before the first word. */
export const connected = ref<boolean | null>(null);
export const leading = ref(false);

const CHANNEL = "yingda-feed";
const ASK = { kind: "ask" } as const;
type Told = Word | typeof ASK;

/**
 * Start hearing. Entries that come before `start` are kept: the snapshot is fetched while we already listen,
 * so nothing falls between it and the stream.
 */
export function follow(hearer: Hearer) {
  const channel = new BroadcastChannel(CHANNEL);
  let bookmark: Bookmark | undefined;
  let early: Entry[] = [];
  let stop: () => void = () => undefined;

  function hear(word: Word): void {
    if (word.kind === "state") connected.value = word.connected;
    else if (word.kind === "signal") hearer.signal(word.signal);
    else if (word.kind === "reset") hearer.reset();
    else if (!bookmark) early.push(word.entry);
    else if (bookmark.passes(word.entry)) hearer.entry(word.entry);
  }

  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data.kind !== "ask") hear(data);
    else if (leading.value) channel.postMessage({ kind: "state", connected: connected.value === true } satisfies Word);
  };

  function lead(): () => void {
    leading.value = true;
    const close = listen(
      () => bookmark!.position,
      (word) => {
        channel.postMessage(word);
        hear(word);
      },
    );
    return () => {
      leading.value = false;
      close();
    };
  }

  return {
    /** The snapshot holds everything up to `position`. */
    start(position: number): void {
      if (bookmark) return bookmark.jump(position);
      bookmark = new Bookmark(position);
      for (const entry of early) if (bookmark.passes(entry)) hearer.entry(entry);
      early = [];
      channel.postMessage(ASK);
      stop = stand(lead);
    },
    stop(): void {
      stop();
      channel.close();
      connected.value = null;
    },
  };
}
