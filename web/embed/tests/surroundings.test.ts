import { describe, expect, it, vi } from "vitest";
import { Surroundings } from "../surroundings";

/** A loader that says `said` into the frame, and what it hears back. */
function around(said: object): { heard: unknown[]; port: MessagePort } {
  const heard: unknown[] = [];
  const port = { postMessage: (one: unknown) => heard.push(one), onmessage: null } as unknown as MessagePort;
  const event = new MessageEvent("message", { data: said, source: window.parent });
  Object.defineProperty(event, "ports", { value: [port] });
  window.dispatchEvent(event);
  return { heard, port };
}

describe("a frame and the page around it", () => {
  let unread = 0;
  const inside = { news: () => [{ say: "unread", count: unread }], greeted: vi.fn(), shown: vi.fn() };
  const surroundings = new Surroundings(inside);

  it("has none until it is greeted", () => {
    surroundings.report();
    expect(around({ say: "something else" }).heard).toEqual([]);
    expect(surroundings.framed).toBe(false);
  });

  it("hears the page's address and tells its news at once, then only when they have changed", () => {
    const { heard } = around({ say: "yingda", page: "https://shop.example/" });
    expect(surroundings.framed).toBe(true);
    expect(inside.greeted).toHaveBeenCalledWith("https://shop.example/");
    surroundings.report();
    unread = 2;
    surroundings.report();
    expect(heard).toEqual([
      { say: "unread", count: 0 },
      { say: "unread", count: 2 },
    ]);
  });

  it("hears whether it is shown, how large, and whether to take the focus", () => {
    const focus = vi.fn();
    surroundings.onFocus(focus);
    const { port } = around({ say: "yingda" });
    port.onmessage?.(new MessageEvent("message", { data: { say: "shown", open: true, full: false, focus: true } }));
    expect(surroundings.full).toBe(false);
    expect(inside.shown).toHaveBeenCalledWith(true);
    expect(focus).toHaveBeenCalledOnce();
  });
});
