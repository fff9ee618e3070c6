/** The desk's first picture, and the feed that keeps it true. */
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/vue-query";
import { computed, onScopeDispose, ref, watch } from "vue";
import { kept } from "@/api/keys";
import { Refused } from "@/api/refused";
import { session } from "@/api/session";
import type { ContactOut, DeskOut, NoticeOut, OfferOut, PresenceOut, PromiseOut, QueueHead } from "@/api/types";
import { hearSignal } from "@/contacts/typing";
import { apply } from "@/feed/apply";
import { connected, follow } from "@/feed/feed";
import { keepLease } from "@/feed/lease";
import { byDeadline } from "@/promises/state";
import { serves } from "@/session/session";

export const ready = ref(false);
/** Whether the server answers when asked, also while its stream is down. */
export const reachable = ref(true);
const POLL_MS = 5_000;
let asking: Promise<DeskOut> | undefined;

/** One picture for all who ask at the same moment. */
function picture(): Promise<DeskOut> {
  asking ??= session.desk().finally(() => (asking = undefined));
  return asking;
}

/** Start the desk for this person. Called once, by the shell. */
export function startDesk(me: string): void {
  const cache = useQueryClient();
  const feed = follow({
    entry: (entry) => apply(entry, cache, me),
    signal: hearSignal,
    reset: () => void begin(),
  });
  let again: ReturnType<typeof setTimeout> | undefined;

  /** Hang the first picture; while it fails, and while the stream is down, look again every few seconds. */
  async function begin(): Promise<void> {
    clearTimeout(again);
    try {
      const desk = await picture();
      hang(desk, cache);
      feed.start(desk.position);
      if (ready.value) await cache.invalidateQueries({ predicate: ({ queryKey }) => !HUNG.has(String(queryKey[0])) });
      ready.value = reachable.value = true;
    } catch (trouble) {
      if (!(trouble instanceof Refused)) throw trouble;
      reachable.value = trouble.status !== 0;
    }
    if (!ready.value || connected.value === false) again = setTimeout(begin, POLL_MS);
  }

  void begin();
  watch(connected, (up, before) => {
    if (before !== null && up !== null) void begin();
  });
  const endLease = serves.value ? keepLease() : () => undefined;
  onScopeDispose(() => {
    clearTimeout(again);
    feed.stop();
    endLease();
    ready.value = false;
    cache.clear();
  });
}

const HUNG = new Set(["live", "offers", "queue", "presence", "notices"]);

function hang(desk: DeskOut, cache: QueryClient): void {
  cache.setQueryData(kept.live, desk.contacts);
  cache.setQueryData(kept.offers, desk.offers);
  cache.setQueryData(kept.queue, desk.queue);
  cache.setQueryData(kept.presence, desk.presence);
  cache.setQueryData(kept.mine, [...desk.promises].sort(byDeadline));
  cache.setQueryData(kept.notices, desk.notices);
}

function part<T>(queryKey: readonly unknown[], pick: (desk: DeskOut) => T) {
  return useQuery({ queryKey, queryFn: async () => pick(await picture()), enabled: ready, staleTime: Infinity });
}

export const useLive = () => part<ContactOut[]>(kept.live, (desk) => desk.contacts);
export const useOffers = () => part<OfferOut[]>(kept.offers, (desk) => desk.offers);
export const useQueueHead = () => part<QueueHead>(kept.queue, (desk) => desk.queue);
export const usePresence = () => part<PresenceOut>(kept.presence, (desk) => desk.presence);
export const useNotices = () => part<NoticeOut[]>(kept.notices, (desk) => desk.notices);
export const useMine = () => part<PromiseOut[]>(kept.mine, (desk) => [...desk.promises].sort(byDeadline));

/** My live contacts in the order they came to me: Alt+1 stays the same contact while it lasts. */
export function useOrderedLive() {
  const live = useLive();
  const order = (contact: ContactOut) => contact.answered ?? contact.arrived;
  return computed(() => [...(live.data.value ?? [])].sort((one, other) => (order(one) < order(other) ? -1 : 1)));
}
