/** Who listens to which key now: the last one bound answers first. */
import { onScopeDispose } from "vue";
import { actOf, pressed, worksWhileTyping, type Act } from "./map";

type Doer = () => void | false;
const doers = new Map<string, Doer[]>();

/** While the caller's scope lives, the act's key calls `doer`; `false` passes it on to who was bound before. */
export function onAct(act: Act, doer: Doer): void {
  bind(act, doer);
}

/** A fixed key, such as Alt+1. */
export function onKey(key: string, doer: Doer): void {
  bind(`=${key}`, doer);
}

/** Do an act as if its key were pressed. Whether anybody did. */
export function perform(act: string): boolean {
  const list = doers.get(act) ?? [];
  return [...list].reverse().some((doer) => doer() !== false);
}

/** Whether an act can be done where the person is now. */
export function canPerform(act: string): boolean {
  return (doers.get(act)?.length ?? 0) > 0;
}

export function listenToKeys(): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = pressed(event);
    if (!key || (isTyping(event.target) && !worksWhileTyping(key))) return;
    const act = actOf(key) ?? `=${key}`;
    if (perform(act)) event.preventDefault();
  };
  addEventListener("keydown", hear);
  return () => removeEventListener("keydown", hear);
}

function bind(name: string, doer: Doer): void {
  const list = doers.get(name) ?? [];
  list.push(doer);
  doers.set(name, list);
  onScopeDispose(() => list.splice(list.indexOf(doer), 1));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
