/** The test of line, headset and microphone before a shift (9.1): when it is offered, and that it is open. */
import { computed, ref, watch } from "vue";
import { usePresence } from "@/shell/desk";
import { now } from "@/time/clock";
import { toWall } from "@/time/format";
import { phone, usePhone } from "./ours";

/** `asked` from the menu, `offered` by itself when the person goes ready for the first time of a day. */
export const checking = ref<"asked" | "offered" | null>(null);
const KEPT = "yingda.checked";

const dayOf = (at: number) => toWall(at).slice(0, 10);

/** Offer the test once a day to those who telephone in the page; it never stands in the way of work. */
export function offerCheck(): void {
  const { data } = usePhone();
  const presence = usePresence();
  const due = computed(() => {
    if (presence.data.value?.state !== "ready" || data.value?.choice !== "browser" || phone.talk) return false;
    const last = data.value.check;
    return !last || dayOf(Date.parse(last.at)) !== dayOf(now());
  });
  watch(due, (is) => {
    const today = dayOf(now());
    if (!is || localStorage.getItem(KEPT) === today) return;
    localStorage.setItem(KEPT, today);
    checking.value ??= "offered";
  });
  // A customer comes first: what was offered steps aside when the phone rings.
  watch(
    () => phone.talk?.contact,
    (contact) => contact && checking.value === "offered" && (checking.value = null),
  );
}
