import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { delay, listen, parser, type Hearing, type ServerEvent } from "../frame/stream";

const EVENT = 'id: 7\ndata: {"name":"contact.message"}\n\n';

describe("the parser of server-sent events", () => {
  it("gives an event with its id", () => {
    expect(parser()(EVENT)).toEqual([{ id: "7", name: "message", data: '{"name":"contact.message"}' }]);
  });

  it("gives the same events however the text is cut into pieces", () => {
    const text = `${EVENT}event: signal\r\ndata: {"kind":"typing"}\r\n\r\n: quiet\nid: 9\n\n`;
    const whole = parser()(text);
    for (let cut = 1; cut < text.length; cut++) {
      const parse = parser();
      expect([...parse(text.slice(0, cut)), ...parse(text.slice(cut))]).toEqual(whole);
    }
    const parse = parser();
    expect([...text].flatMap((letter) => parse(letter))).toEqual(whole);
  });

  it("joins several lines of data and takes the one space behind the colon away", () => {
    expect(parser()("data:  a\ndata:b\n\n")[0]?.data).toBe(" a\nb");
  });

  it("tells the position of a heartbeat and no event", () => {
    expect(parser()(": \nid: 12\n\n")).toEqual([{ id: "12", name: "", data: "" }]);
  });

  it("keeps the last id for events without one", () => {
    const parse = parser();
    parse("id: 3\n\n");
    expect(parse("event: signal\ndata: {}\n\n")[0]).toEqual({ id: "3", name: "signal", data: "{}" });
  });
});

describe("the waits between tries", () => {
  it("grow, never beyond the longest, and are spread", () => {
    const middle = [0, 1, 2, 3, 9].map((tries) => delay(tries, () => 0.5));
    expect(middle).toEqual([500, 1000, 2000, 4000, 15000]);
    expect(delay(0, () => 0)).toBe(375);
    expect(delay(0, () => 1)).toBe(625);
  });
});

describe("listening", () => {
  let answers: ((signal: AbortSignal) => Promise<Response>)[];
  let asked: Headers[];
  let events: ServerEvent[];
  let connected: boolean[];
  let refused: number[];
  let position: number;

  const hearing = (): Hearing => ({
    url: "/feed/visitor",
    headers: () => ({ Authorization: "Bearer t" }),
    position: () => position,
    event: (event) => {
      events.push(event);
      position = Number(event.id);
    },
    connected: (yes) => void connected.push(yes),
    refused: (status) => void refused.push(status),
  });

  beforeEach(() => {
    vi.useFakeTimers();
    [answers, asked, events, connected, refused, position] = [[], [], [], [], [], 5];
    vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
      asked.push(new Headers(init.headers));
      const next = answers.shift() ?? (() => new Promise<Response>(() => undefined));
      const aborted = new Promise<Response>((_, no) => init.signal?.addEventListener("abort", () => no(new Error("aborted"))));
      return Promise.race([next(init.signal!), aborted]);
    });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("takes up the feed where it was lost", async () => {
    answers = [async () => new Response(EVENT), async () => Promise.reject(new TypeError("no network")), async () => new Response("")];
    const stream = listen(hearing());
    await vi.advanceTimersByTimeAsync(60_000);
    stream.stop();
    expect(events.map((event) => event.id)).toEqual(["7"]);
    expect(asked.map((headers) => headers.get("Last-Event-ID")).slice(0, 3)).toEqual(["5", "7", "7"]);
    expect(asked[0]?.get("Authorization")).toBe("Bearer t");
    expect(connected.slice(0, 3)).toEqual([true, false, false]);
  });

  it("gives up and says so when the token is refused", async () => {
    answers = [async () => new Response("", { status: 401 })];
    listen(hearing());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(refused).toEqual([401]);
    expect(asked).toHaveLength(1);
  });

  it("tries again at once when told that the network is back", async () => {
    answers = [async () => Promise.reject(new TypeError("no network"))];
    const stream = listen(hearing());
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(1);
    stream.now();
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
    stream.stop();
  });

  it("connects anew, from the same position, when the network has changed under it", async () => {
    const open = (signal: AbortSignal) =>
      new ReadableStream({ start: (body) => signal.addEventListener("abort", () => body.error(new Error("aborted"))) });
    answers = [async (signal) => new Response(open(signal)), async (signal) => new Response(open(signal))];
    const stream = listen(hearing());
    await vi.advanceTimersByTimeAsync(1);
    stream.renew();
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.map((headers) => headers.get("Last-Event-ID"))).toEqual(["5", "5"]);
    expect(connected).toEqual([true, false, true]);
    stream.stop();
  });

  it("takes a silence longer than the heartbeat for a loss", async () => {
    const silent = (signal: AbortSignal) =>
      new ReadableStream({ start: (body) => signal.addEventListener("abort", () => body.error(new Error("aborted"))) });
    answers = [async (signal) => new Response(silent(signal))];
    const stream = listen(hearing());
    await vi.advanceTimersByTimeAsync(39_000);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(asked).toHaveLength(2);
    stream.stop();
  });
});
