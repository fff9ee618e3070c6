/** The feed as server-sent events over fetch (EventSource cannot send a token), resumed by Last-Event-ID. */

export interface ServerEvent {
  id: string;
  name: string;
  data: string;
}

/** Takes text in any pieces and gives whole events; one without data (a heartbeat) has the name "" and tells its id. */
export function parser(): (text: string) => ServerEvent[] {
  let rest = "";
  let id = "";
  let name = "";
  let data: string[] = [];

  function line(text: string): ServerEvent | null {
    if (text === "") return dispatch();
    const colon = text.indexOf(":");
    if (colon === 0) return null;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (field === "id") id = value;
    else if (field === "event") name = value;
    else if (field === "data") data.push(value);
    return null;
  }

  function dispatch(): ServerEvent | null {
    const event = data.length ? { id, name: name || "message", data: data.join("\n") } : { id, name: "", data: "" };
    name = "";
    data = [];
    return event;
  }

  return (text) => {
    const waitsForLineFeed = text.endsWith("\r") || rest.endsWith("\r");
    const lines = (rest + text).split(waitsForLineFeed ? /\r\n|\n/ : /\r\n|\n|\r/);
    rest = lines.pop() ?? "";
    return lines.map(line).filter((event): event is ServerEvent => event !== null);
  };
}

export interface Hearing {
  url: string;
  headers: () => Record<string, string>;
  position: () => number;
  event: (event: ServerEvent) => void;
  connected: (yes: boolean) => void;
  refused: (status: number) => void;
}

const SILENCE_MS = 40_000; // the server's heartbeat comes every 15 s
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

export interface Stream {
  stop: () => void;
  /** Cut a wait for the next try short. */
  now: () => void;
  /** Connect anew at once: after a change of networks the old connection may be dead and not know it. */
  renew: () => void;
}

/** The n-th wait before reconnecting, doubled each time, spread so that a crowd does not return at once. */
export function delay(tries: number, random: () => number = Math.random): number {
  return Math.min(FIRST_DELAY_MS * 2 ** tries, LONGEST_DELAY_MS) * (0.75 + random() / 2);
}

/** Listens until `stop`; after any loss reconnects from the last position. */
export function listen(hearing: Hearing): Stream {
  let stopped = false;
  let tries = 0;
  let hurry = false;
  let wake = () => {};
  let abort = new AbortController();

  async function run(): Promise<void> {
    while (!stopped) {
      abort = new AbortController();
      const status = await once(hearing, abort, () => (tries = 0)).catch(() => 0);
      hearing.connected(false);
      if (status >= 400 && status < 500 && status !== 429) {
        hearing.refused(status);
        return;
      }
      if (!stopped && !hurry) await new Promise<void>((done) => ((wake = done), setTimeout(done, delay(tries++))));
      hurry = false;
    }
  }

  void run();
  return {
    stop() {
      stopped = true;
      abort.abort();
      wake();
    },
    now() {
      tries = 0;
      wake();
    },
    renew() {
      tries = 0;
      hurry = true;
      abort.abort();
      wake();
    },
  };
}

async function once(hearing: Hearing, abort: AbortController, opened: () => void): Promise<number> {
  let silence = setTimeout(() => abort.abort(), SILENCE_MS);
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => abort.abort(), SILENCE_MS);
  };
  try {
    const response = await fetch(hearing.url, {
      headers: { ...hearing.headers(), Accept: "text/event-stream", "Last-Event-ID": String(hearing.position()) },
      cache: "no-store",
      signal: abort.signal,
    });
    if (!response.ok || !response.body) return response.status;
    opened();
    hearing.connected(true);
    await drain(response.body, alive, hearing.event);
    return 200;
  } finally {
    clearTimeout(silence);
  }
}

async function drain(
  body: ReadableStream<Uint8Array>,
  alive: () => void,
  each: (event: ServerEvent) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parse = parser();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    parse(decoder.decode(value, { stream: true })).forEach(each);
  }
}
