/** What the feed says of the telephone makes the page fetch anew: soon, and at most so often. */
import type { QueryClient } from "@tanstack/vue-query";
import { contacts } from "@/api/contacts";
import { kept } from "@/api/keys";
import type { ContactOut, OfferOut } from "@/api/types";
import type { Entry } from "./entry";

const SOON_MS = 400; // a busy floor has many facts a second; its numbers are still there within one
const ABOUT_PHONES = new Set(["phone", "exchange", "device"]);
const ABOUT_CALLS = new Set(["call", "leg", "recording"]);
const COUNTED = new Set(["contact.queued", "contact.requeued", "contact.answered", "contact.ended", "call.moved", "call.ended", "trunk.full", "agent.presence"]);
const waiting = new WeakMap<QueryClient, Set<string>>();

export function hearCall(entry: Entry, room: string, cache: QueryClient): void {
  const stale = (queryKey: readonly unknown[]) => void cache.invalidateQueries({ queryKey });
  if (ABOUT_PHONES.has(room)) stale(kept.phone);
  if (room === "call_back") soon(kept.callBacks, cache);
  if (COUNTED.has(entry.name)) soon(kept.floorCalls, cache);
  if (!entry.contact) return;
  if (room === "contact" || ABOUT_CALLS.has(room)) soon(kept.course(entry.contact), cache);
  if (room === "recording" || entry.name === "call.ended") stale(kept.recordings(entry.contact));
  if (!ABOUT_CALLS.has(room)) return;
  if (entry.name === "call.ringing") reRing(entry.contact, cache);
  if (!entry.object) void refetch(entry.contact, cache);
}

/** Fetch what is on the page under this name, once for all that is told within a moment. */
function soon(queryKey: readonly unknown[], cache: QueryClient): void {
  const name = queryKey.join("/");
  const names = waiting.get(cache) ?? new Set<string>();
  waiting.set(cache, names);
  if (names.has(name)) return;
  names.add(name);
  setTimeout(() => {
    names.delete(name);
    void cache.invalidateQueries({ queryKey });
  }, SOON_MS);
}

/** The phone really rings: the offer's end is counted from now. */
function reRing(contact: string, cache: QueryClient): void {
  const offered = cache.getQueryData<OfferOut[]>(kept.offers)?.some((one) => one.contact.id === contact);
  if (offered) void cache.invalidateQueries({ queryKey: kept.offers });
}

/** A fact of a call that brought no picture with it: fetch the contact where the page shows it. */
async function refetch(id: string, cache: QueryClient): Promise<void> {
  const live = cache.getQueryData<ContactOut[]>(kept.live)?.some((one) => one.id === id);
  if (!live) return void cache.invalidateQueries({ queryKey: kept.contact(id) });
  const fresh = await cache.fetchQuery({ queryKey: kept.contact(id), queryFn: () => contacts.get(id), staleTime: 0 }).catch(() => undefined);
  if (fresh) cache.setQueryData<ContactOut[]>(kept.live, (known) => known?.map((one) => (one.id === id ? fresh : one)));
}
