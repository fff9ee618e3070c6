/** Keys and what they do. A person may give an act another key; it is kept in this browser. */
import { reactive } from "vue";

export const ACTS = {
  palette: "Mod+K",
  answer: "F2",
  decline: "Shift+F2",
  hold: "F4",
  news: "Alt+N",
  mute: "Alt+M",
  secret: "Alt+S",
  dial: "Alt+B",
  transfer: "F8",
  end: "F9",
  promise: "Alt+P",
  case: "Alt+C",
  identity: "Alt+I",
  archive: "Alt+A",
  columns: "F6",
  retry: "Alt+R",
  ready: "Alt+0",
  shortcuts: "Mod+/",
} as const;

export type Act = keyof typeof ACTS;
const KEPT = "yingda.keys";
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export const keys = reactive<Record<Act, string>>({ ...ACTS, ...kept() });

/** Give an act another key. Whoever had it before goes back to none ("" means no key). */
export function remap(act: Act, key: string): void {
  for (const other of Object.keys(keys) as Act[]) if (other !== act && key && keys[other] === key) keys[other] = "";
  keys[act] = key;
  keep();
}

export function resetKeys(): void {
  Object.assign(keys, ACTS);
  keep();
}

/** "Alt+Shift+P", "Mod+K", "F2": what was pressed; "" for a lone modifier. */
export function pressed(event: KeyboardEvent, mac = isMac): string {
  const key = named(event);
  if (!key) return "";
  const mod = mac ? event.metaKey : event.ctrlKey;
  const parts = [mod && "Mod", mac && event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", key];
  return parts.filter(Boolean).join("+");
}

/** How the key reads in a tooltip on this machine. */
export function shown(key: string, mac = isMac): string {
  if (!mac) return key.replace("Mod", "Ctrl").replaceAll("+", " ");
  const signs: Record<string, string> = { Mod: "⌘", Alt: "⌥", Shift: "⇧", Ctrl: "⌃" };
  return key
    .split("+")
    .map((part) => signs[part] ?? part)
    .join("");
}

/** Which act a key means, if any. */
export function actOf(key: string): Act | undefined {
  return (Object.keys(keys) as Act[]).find((act) => key !== "" && keys[act] === key);
}

/** A key that may act while somebody types: with Ctrl, ⌘ or Alt, or a function key. */
export function worksWhileTyping(key: string): boolean {
  return /^(Mod|Alt|Ctrl)\+/.test(key) || /^(Shift\+)?F\d+$/.test(key);
}

function named(event: KeyboardEvent): string {
  if (["Control", "Meta", "Alt", "Shift", "Process", "Dead"].includes(event.key)) return "";
  if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3); // Alt makes other letters of the key on a Mac
  if (/^Digit\d$/.test(event.code)) return event.code.slice(5);
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

function kept(): Partial<Record<Act, string>> {
  const text = localStorage.getItem(KEPT);
  return text ? (JSON.parse(text) as Partial<Record<Act, string>>) : {};
}

function keep(): void {
  const changed = (Object.keys(ACTS) as Act[]).filter((act) => keys[act] !== ACTS[act]);
  localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(changed.map((act) => [act, keys[act]]))));
}
