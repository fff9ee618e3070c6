/** Being connected is a lease that the leading tab renews; when it ends, waiting customers go to others. */
import { watch } from "vue";
import { presence } from "@/api/routing";
import { uuid7 } from "@/api/uuid7";
import { leading } from "./feed";
import Ticker from "./ticker.worker?worker";

const KEPT = "yingda.browser";

/** This browser's name for itself, the same in all its tabs. */
export function browserId(): string {
  const known = localStorage.getItem(KEPT);
  if (known) return known;
  const made = uuid7();
  localStorage.setItem(KEPT, made);
  return made;
}

/** Renew every ten seconds while this tab leads. A missed renewal is made up for by the next. */
export function keepLease(): () => void {
  const renew = () => {
    if (leading.value) presence.renew(browserId()).catch(() => undefined);
  };
  const ticker = new Ticker();
  ticker.onmessage = renew;
  const unwatch = watch(leading, renew, { immediate: true });
  return () => {
    ticker.terminate();
    unwatch();
  };
}
