/** How a promise looks: four states by shape and colour, everywhere the same. */
import type { PromiseOut } from "@/api/types";

export type Look = "running" | "near" | "broken" | "kept" | "paused" | "gone";

const LOOKS: Partial<Record<PromiseOut["state"], Look>> = {
  paused: "paused",
  broken: "broken",
  kept: "kept",
  kept_late: "kept",
  cancelled: "gone",
};

/** Near begins with the first reminder. Past its limit it is broken even if the clock's word has not come yet. */
export function look(promise: PromiseOut, at: number): Look {
  const settled = LOOKS[promise.state];
  if (settled) return settled;
  if (Date.parse(promise.limit) <= at) return "broken";
  const first = promise.reminders[0];
  return first && Date.parse(first) <= at ? "near" : "running";
}

/** Which share of the time is gone, 0 to 1. */
export function gone(promise: PromiseOut, at: number): number {
  const start = Date.parse(promise.opened);
  const whole = Date.parse(promise.limit) - start;
  if (whole <= 0) return 1;
  return Math.min(1, Math.max(0, (at - start) / whole));
}

const OPEN: ReadonlySet<PromiseOut["state"]> = new Set(["running", "paused", "broken"]);

export function isOpen(promise: PromiseOut): boolean {
  return OPEN.has(promise.state);
}

/** Nearest deadline first; what is still running before what is already broken. */
export function byDeadline(one: PromiseOut, other: PromiseOut): number {
  const late = Number(one.state === "broken") - Number(other.state === "broken");
  return late || Date.parse(one.limit) - Date.parse(other.limit) || (one.id < other.id ? -1 : 1);
}
