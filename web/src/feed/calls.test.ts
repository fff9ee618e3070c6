import { QueryClient } from "@tanstack/vue-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { kept } from "@/api/keys";
import type { ContactOut, OfferOut } from "@/api/types";
import { apply } from "./apply";
import type { Entry } from "./entry";

const entry = (name: string, changes: Partial<Entry> = {}): Entry => ({
  position: 1, name, at: "2026-11-23T01:00:00Z", line: "hotline", contact: "c1", case: null, person: null, by: null, data: {}, object: null, ...changes,
}); // prettier-ignore

const contact = (stage: string) => ({ id: "c1", channel: "phone", state: "talking", agent: { id: "wang", name: "王芳", work_number: "6021" }, call: { stage } }) as unknown as ContactOut;

let cache: QueryClient;
let asked: string[];
beforeEach(() => {
  vi.useFakeTimers();
  cache = new QueryClient();
  asked = [];
  cache.invalidateQueries = ((what: { queryKey: readonly string[] }) => (asked.push(what.queryKey.join("/")), Promise.resolve())) as never;
});
afterEach(() => vi.useRealTimers());

describe("what the feed says of calls", () => {
  it("puts the call as it is now into the contact", () => {
    cache.setQueryData(kept.live, [contact("talk")]);
    apply(entry("call.moved", { object: contact("queue") as never }), cache, "wang");
    expect(cache.getQueryData<ContactOut[]>(kept.live)![0]!.call!.stage).toBe("queue");
  });

  it("fetches the floor's numbers once for many facts, within half a second", () => {
    for (let count = 0; count < 20; count++) apply(entry("call.moved", { object: contact("talk") as never }), cache, "wang");
    expect(asked).not.toContain("floor-calls");
    vi.advanceTimersByTime(500);
    expect(asked.filter((one) => one === "floor-calls")).toHaveLength(1);
  });

  it("counts a caller who heard busy within half a second, though no contact came of it", () => {
    apply(entry("trunk.full", { contact: null }), cache, "zhou");
    vi.advanceTimersByTime(500);
    expect(asked).toContain("floor-calls");
  });

  it("asks anew how long my offer rings when the phone begins to ring, and not for a colleague's", () => {
    cache.setQueryData(kept.offers, [{ id: "o1", contact: contact("queue") } as OfferOut]);
    apply(entry("call.ringing", { object: contact("queue") as never, contact: "c2" }), cache, "wang");
    expect(asked).not.toContain("offers");
    apply(entry("call.ringing", { object: contact("queue") as never }), cache, "wang");
    expect(asked).toContain("offers");
  });

  it("knows at once when phone or exchange go", () => {
    apply(entry("exchange.state", { contact: null }), cache, "wang");
    expect(asked).toContain("phone");
  });
});
