import { QueryClient } from "@tanstack/vue-query";
import { beforeEach, describe, expect, it } from "vitest";
import { kept } from "@/api/keys";
import type { ContactOut, MessageOut, OfferOut, PresenceOut, PromiseOut } from "@/api/types";
import { promise } from "@/promises/sample";
import { apply } from "./apply";
import { Bookmark, type Entry } from "./entry";

const ME = "wang";
let cache: QueryClient;

const entry = (name: string, changes: Partial<Entry> = {}): Entry => ({
  position: 1,
  name,
  at: "2026-11-23T01:00:00Z",
  line: "hotline",
  contact: "c1",
  case: null,
  person: null,
  by: null,
  data: {},
  object: null,
  ...changes,
});

const contact = (changes: Partial<ContactOut> = {}) =>
  ({ id: "c1", state: "talking", agent: { id: ME, name: "王芳", work_number: "6021" }, unread: 0, last_message: null, ...changes }) as ContactOut;

const message = (id: string, changes: Partial<MessageOut> = {}) =>
  ({ id, contact: "c1", author: "customer", kind: "text", by: null, text: id, file: null, at: `2026-11-23T01:00:0${id.slice(1)}Z`, seen: null, ...changes }) as MessageOut;

const push = (object: unknown) => object as Record<string, unknown>;

beforeEach(() => {
  cache = new QueryClient();
  cache.setQueryData(kept.live, [contact()]);
  cache.setQueryData(kept.messages("c1"), [message("m1")]);
  cache.setQueryData(kept.offers, []);
  cache.setQueryData(kept.mine, []);
});

describe("what the feed says", () => {
  it("adds a message once, in the order of time, and counts it as unread", () => {
    apply(entry("contact.message", { object: push(message("m3")) }), cache, ME);
    apply(entry("contact.message", { object: push(message("m2")) }), cache, ME);
    apply(entry("contact.message", { object: push(message("m2")) }), cache, ME);
    expect(cache.getQueryData<MessageOut[]>(kept.messages("c1"))!.map((one) => one.id)).toEqual(["m1", "m2", "m3"]);
    expect(cache.getQueryData<ContactOut[]>(kept.live)![0]!.unread).toBe(2);
  });

  it("marks what the customer has read, and not what comes after", () => {
    const mine = { author: "agent", by: { id: ME, name: "王芳", work_number: "6021" } } as const;
    cache.setQueryData(kept.messages("c1"), [message("m1", mine), message("m2", mine), message("m3")]);
    apply(entry("contact.seen", { data: { message: "m1", author: "customer" } }), cache, ME);
    expect(cache.getQueryData<MessageOut[]>(kept.messages("c1"))!.map((one) => Boolean(one.seen))).toEqual([true, false, false]);
  });

  it("takes a contact off the desk when it is archived or goes to somebody else", () => {
    apply(entry("contact.archived", { object: push(contact({ state: "archived" })) }), cache, ME);
    expect(cache.getQueryData(kept.live)).toEqual([]);
    apply(entry("contact.answered", { object: push(contact()) }), cache, ME);
    expect(cache.getQueryData<ContactOut[]>(kept.live)).toHaveLength(1);
    apply(entry("contact.taken_over", { object: push(contact({ agent: { id: "chen", name: "陈杰", work_number: "6022" } })) }), cache, ME);
    expect(cache.getQueryData(kept.live)).toEqual([]);
  });

  it("rings for my offers only, until they are answered", () => {
    const offer = { id: "o1", contact: contact() } as OfferOut;
    apply(entry("offer.made", { person: "chen", object: push(offer) }), cache, ME);
    expect(cache.getQueryData(kept.offers)).toEqual([]);
    apply(entry("offer.made", { person: ME, object: push(offer) }), cache, ME);
    expect(cache.getQueryData<OfferOut[]>(kept.offers)).toHaveLength(1);
    apply(entry("offer.rung_out", { person: ME, data: { offer: "o1" } }), cache, ME);
    expect(cache.getQueryData(kept.offers)).toEqual([]);
  });

  it("keeps my promises sorted and lets settled ones go", () => {
    apply(entry("promise.opened", { object: push(promise({ id: "far", limit: "2026-11-23T03:00:00Z" })) }), cache, ME);
    apply(entry("promise.opened", { object: push(promise({ id: "near", limit: "2026-11-23T02:00:00Z" })) }), cache, ME);
    expect(cache.getQueryData<PromiseOut[]>(kept.mine)!.map((one) => one.id)).toEqual(["near", "far"]);
    apply(entry("promise.kept", { object: push(promise({ id: "near", state: "kept" })) }), cache, ME);
    expect(cache.getQueryData<PromiseOut[]>(kept.mine)!.map((one) => one.id)).toEqual(["far"]);
  });

  it("changes my presence, not because of a colleague's", () => {
    cache.setQueryData<PresenceOut>(kept.presence, { state: "ready", since: "2026-11-23T00:00:00Z", reason: "", wished: "ready", barred: [], lease_until: null });
    apply(entry("agent.presence", { person: "chen", data: { state: "rest" } }), cache, ME);
    expect(cache.getQueryData<PresenceOut>(kept.presence)!.state).toBe("ready");
    apply(entry("agent.presence", { person: ME, data: { state: "serving", reason: "" } }), cache, ME);
    expect(cache.getQueryData<PresenceOut>(kept.presence)).toMatchObject({ state: "serving", since: "2026-11-23T01:00:00Z", wished: "ready" });
  });
});

describe("a bookmark", () => {
  it("lets each position through once", () => {
    const bookmark = new Bookmark(7);
    const passed = [6, 7, 8, 8, 10].filter((position) => bookmark.passes(entry("contact.message", { position })));
    expect(passed).toEqual([8, 10]);
    bookmark.jump(9);
    expect(bookmark.position).toBe(10);
  });
});
