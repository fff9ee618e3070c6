/** A talk that the server still believes in, and that nobody here holds since a reload or a lost network: ring me again. */
import { computed, onScopeDispose, watch } from "vue";
import { calls } from "@/api/phone";
import { useLive } from "@/shell/desk";
import { mineWithoutTalk } from "./call";
import { engine, phone } from "./ours";

const SETTLES_MS = 1_500; // news of an ordinary end may still be on its way

export function watchForLostTalks(me: string): void {
  const live = useLive();
  const asked = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const missing = computed(() => (engine.value && phone.link === "registered" && !phone.talk ? mineWithoutTalk(live.data.value ?? [], me, undefined) : null));

  function say(): void {
    const lost = missing.value;
    if (!lost || asked.has(lost.leg)) return;
    asked.add(lost.leg);
    calls.lost(lost.contact).catch(() => asked.delete(lost.leg)); // asked again with the next news of it
  }

  watch(
    () => missing.value?.leg,
    (leg) => {
      clearTimeout(timer);
      if (leg) timer = setTimeout(say, SETTLES_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
}
