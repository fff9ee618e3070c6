import { beforeEach, describe, expect, it, vi } from "vitest";
import { NoMicrophone } from "./devices";
import { Trial } from "./trial";

let asked: { give: (stream: MediaStream) => void; refuse: (why: Error) => void }[];
let listening: MediaStream[];

vi.mock("./devices", async (original) => ({
  ...(await original<typeof import("./devices")>()),
  openMicrophone: () => new Promise<MediaStream>((give, refuse) => asked.push({ give, refuse })),
  lookForDevices: () => Promise.resolve(),
}));
vi.mock("./loudness", () => ({
  listenTo: (stream: MediaStream) => {
    listening.push(stream);
    return () => listening.splice(listening.indexOf(stream), 1);
  },
}));

const microphone = () => {
  const track = { open: true, stop: () => (track.open = false) };
  return { track, getTracks: () => [track] };
};
const opens = (place: number) => {
  const one = microphone();
  asked[place]!.give(one as unknown as MediaStream);
  return one;
};

beforeEach(() => {
  asked = [];
  listening = [];
});

describe("a microphone that is tried", () => {
  it.each([
    [0, 1],
    [1, 0],
  ])("leaves none open but the last one, when two are asked for quickly (number %i opens first)", async (first, second) => {
    const trial = new Trial();
    const began = [trial.begin(vi.fn()), trial.begin(vi.fn())];
    const opened = { [first]: opens(first), [second]: opens(second) };
    await Promise.all(began);
    expect(opened[0]!.track.open).toBe(false);
    expect(opened[1]!.track.open).toBe(true);
    expect(trial.stream).toBe(opened[1]);
    expect(listening).toEqual([opened[1]]);
  });

  it("is closed when the trial ends before it opened, and afterwards", async () => {
    const trial = new Trial();
    const late = trial.begin(vi.fn());
    trial.end();
    const forgotten = opens(0);
    await late;
    const now = trial.begin(vi.fn());
    const wanted = opens(1);
    await now;
    trial.end();
    expect([forgotten.track.open, wanted.track.open]).toEqual([false, false]);
    expect(listening).toEqual([]);
  });

  it("says that it was refused, unless another is asked for by then", async () => {
    const trial = new Trial();
    const before = trial.begin(vi.fn());
    const now = trial.begin(vi.fn());
    for (const one of asked) one.refuse(new NoMicrophone("microphone_denied"));
    await expect(before).resolves.toBeUndefined();
    await expect(now).rejects.toThrow(NoMicrophone);
  });
});
