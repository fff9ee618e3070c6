/** One ticking clock for the whole page, set by the server's: deadlines must not depend on a desk's wrong clock. */
import { computed, onScopeDispose, ref, type ComputedRef } from "vue";

const TOLERATED_MS = 2_000;
let offset = 0;

/** The server's time was read from an answer, in milliseconds; whole seconds, so small differences are ignored. */
export function serverSaid(at: number): void {
  if (Number.isNaN(at)) return;
  const seen = at + 500 - Date.now();
  if (Math.abs(seen - offset) > TOLERATED_MS) offset = Math.abs(seen) > TOLERATED_MS ? seen : 0;
}

export function now(): number {
  return Date.now() + offset;
}

const second = ref(now());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The time, renewed every second while anybody looks. */
export function useNow(): ComputedRef<number> {
  watchers += 1;
  second.value = now();
  timer ??= setInterval(() => (second.value = now()), 1_000);
  onScopeDispose(() => {
    watchers -= 1;
    if (watchers === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  });
  return computed(() => second.value);
}
