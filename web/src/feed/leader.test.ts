import { describe, expect, it, vi } from "vitest";
import { stand } from "./leader";

/** Web Locks in memory: one holder of a name, the others in line. */
function locks(): LockManager {
  const lines = new Map<string, Promise<unknown>>();
  const request = (name: string, options: LockOptions, work: () => Promise<unknown>) => {
    const turn = (lines.get(name) ?? Promise.resolve()).then(() => (options.signal?.aborted ? undefined : work()));
    lines.set(name, turn);
    return turn;
  };
  return { request } as unknown as LockManager;
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("the tabs of a browser", () => {
  it("have one leader, and the next one when it goes", async () => {
    const browser = locks();
    const led: string[] = [];
    const stop = vi.fn();
    const first = stand(() => (led.push("first"), stop), browser);
    const second = stand(() => (led.push("second"), () => undefined), browser);
    await settle();
    expect(led).toEqual(["first"]);
    first();
    await settle();
    expect(stop).toHaveBeenCalledOnce();
    expect(led).toEqual(["first", "second"]);
    second();
  });

  it("pass over one that was closed while it waited", async () => {
    const browser = locks();
    const led: string[] = [];
    const tab = (name: string) => stand(() => (led.push(name), () => undefined), browser);
    const [first, second] = [tab("first"), tab("second")];
    tab("third");
    await settle();
    second();
    first();
    await settle();
    expect(led).toEqual(["first", "third"]);
  });

  it("lead each for itself where the browser has no locks", () => {
    const stop = vi.fn();
    stand(() => stop, undefined)();
    expect(stop).toHaveBeenCalledOnce();
  });
});
