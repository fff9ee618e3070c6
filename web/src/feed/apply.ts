/** What the feed says is written into what the page has fetched: pushed content as it is, the rest fetched anew. */
import type { QueryClient } from "@tanstack/vue-query";
import { kept } from "@/api/keys";
import type { ContactOut, MessageOut, OfferOut, PresenceOut, PromiseOut } from "@/api/types";
import { byDeadline, isOpen } from "@/promises/state";
import { hearCall } from "./calls";
import type { Entry } from "./entry";

type Row = { id: string };
const CALLS = ["call", "leg", "recording"]; // rooms of the telephone whose facts are about a contact

/** Put one entry where it belongs. `me` is the id of the person at this desk. */
export function apply(entry: Entry, cache: QueryClient, me: string): void {
  const room = entry.name.split(".")[0]!;
  const object = entry.object;
  if (entry.name === "contact.message" && object) applyMessage(object as unknown as MessageOut, cache, me);
  else if (entry.name === "contact.seen") applySeen(entry, cache);
  else if ((room === "contact" || CALLS.includes(room)) && object) applyContact(object as unknown as ContactOut, cache, me);
  else if (room === "promise" && object) applyPromise(object as unknown as PromiseOut, cache, me);
  else if (room === "offer") applyOffer(entry, cache, me);
  freshen(entry, room, cache, me);
  hearCall(entry, room, cache);
}

export function applyMessage(message: MessageOut, cache: QueryClient, me: string): void {
  cache.setQueryData<MessageOut[]>(kept.messages(message.contact), (known) => known && inOrder(replaced(known, message)));
  const note = (contact: ContactOut): ContactOut => {
    const again = contact.last_message?.id === message.id;
    const unread = contact.unread + (message.author === "customer" && !again ? 1 : 0);
    return { ...contact, last_message: message, unread: message.by?.id === me ? 0 : unread };
  };
  patchContact(message.contact, note, cache);
}

/** Read marks stand on every message up to the one that was seen. */
function applySeen(entry: Entry, cache: QueryClient): void {
  const upto = entry.data.message;
  if (!entry.contact || typeof upto !== "string") return;
  const byCustomer = entry.data.author === "customer";
  cache.setQueryData<MessageOut[]>(kept.messages(entry.contact), (known) => {
    const last = known?.find((one) => one.id === upto)?.at ?? entry.at;
    const isSeen = (one: MessageOut) => one.at <= last && (one.author === "customer") !== byCustomer;
    return known?.map((one) => (!one.seen && isSeen(one) ? { ...one, seen: entry.at } : one));
  });
  if (!byCustomer) patchContact(entry.contact, (contact) => ({ ...contact, unread: 0 }), cache);
}

function applyContact(contact: ContactOut, cache: QueryClient, me: string): void {
  cache.setQueryData<ContactOut>(kept.contact(contact.id), (known) => known && contact);
  const mine = contact.agent?.id === me && ["talking", "ended"].includes(contact.state);
  cache.setQueryData<ContactOut[]>(kept.live, (known) => known && (mine ? replaced(known, contact) : without(known, contact.id)));
}

function applyPromise(promise: PromiseOut, cache: QueryClient, me: string): void {
  const put = (key: readonly unknown[], belongs: boolean) =>
    cache.setQueryData<PromiseOut[]>(key, (known) => known && (belongs ? replaced(known, promise).sort(byDeadline) : without(known, promise.id)));
  put(kept.mine, promise.owner?.id === me && isOpen(promise));
  if (promise.contact) put(kept.promisesOf("contact", promise.contact), true);
  if (promise.case) put(kept.promisesOf("case", promise.case), true);
}

function applyOffer(entry: Entry, cache: QueryClient, me: string): void {
  const offer = entry.object as unknown as OfferOut | null;
  const id = offer?.id ?? entry.data.offer;
  const open = entry.name === "offer.made" && entry.person === me;
  cache.setQueryData<OfferOut[]>(kept.offers, (known) => {
    if (!known || typeof id !== "string") return known;
    return open && offer ? replaced(known, offer) : without(known, id);
  });
  if (open && !offer) void cache.invalidateQueries({ queryKey: kept.desk });
}

/** What the page shows of this entry beyond the pushed object is fetched again, if it is on the page. */
function freshen(entry: Entry, room: string, cache: QueryClient, me: string): void {
  const stale = (queryKey: readonly unknown[]) => void cache.invalidateQueries({ queryKey });
  if (room === "contact" && entry.contact && !entry.object && entry.name !== "contact.seen") stale(kept.contact(entry.contact));
  if (["contact.queued", "contact.requeued", "contact.answered", "contact.ended", "contact.offered"].includes(entry.name)) {
    stale(kept.queue);
    stale(kept.waiting);
    stale(kept.agents);
  }
  if (room === "record" && entry.contact && entry.by !== me) stale(kept.record(entry.contact));
  if (room === "case" || room === "record" || room === "followup" || room === "rating") {
    stale(kept.cases);
    if (entry.case) stale(kept.case(entry.case));
    if (room !== "record") stale(kept.followUps);
  }
  if (room === "agent") {
    if (entry.person === me) applyPresence(entry, cache);
    stale(kept.agents);
  }
  if (["promise.reminded", "promise.escalated"].includes(entry.name)) stale(kept.notices);
  if (entry.name.startsWith("promise.kept") && entry.contact) stale(kept.contact(entry.contact)); // a step may lack less now
  if (room === "promise" && !entry.object) stale(kept.promises);
  if (room === "promise" && entry.data.promise) stale(kept.promise(String(entry.data.promise)));
}

function applyPresence(entry: Entry, cache: QueryClient): void {
  const { state, reason } = entry.data as Partial<PresenceOut>;
  if (entry.name === "agent.presence" && state)
    cache.setQueryData<PresenceOut>(kept.presence, (known) => known && { ...known, state, reason: reason ?? "", since: entry.at });
  else void cache.invalidateQueries({ queryKey: kept.presence });
}

function patchContact(id: string, patch: (contact: ContactOut) => ContactOut, cache: QueryClient): void {
  cache.setQueryData<ContactOut[]>(kept.live, (known) => known?.map((one) => (one.id === id ? patch(one) : one)));
  cache.setQueryData<ContactOut>(kept.contact(id), (known) => known && patch(known));
}

function replaced<T extends Row>(rows: T[], row: T): T[] {
  const place = rows.findIndex((one) => one.id === row.id);
  return place < 0 ? [...rows, row] : rows.with(place, row);
}

function without<T extends Row>(rows: T[], id: string): T[] {
  return rows.some((one) => one.id === id) ? rows.filter((one) => one.id !== id) : rows;
}

function inOrder(messages: MessageOut[]): MessageOut[] {
  return [...messages].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}
