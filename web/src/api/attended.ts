/** Whether a person is at this page: what it asks by itself must not keep an abandoned session alive (11.2). */
const ABSENT_AFTER_MS = 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
let touched = Date.now(); // opening the page is an act of its own

const touch = () => (touched = Date.now());
for (const sign of SIGNS) addEventListener(sign, touch, { capture: true, passive: true });

let busy: () => boolean = () => false;

/** Somebody who is on the phone is there, though hands are off keys and pointer. */
export function countAsPresent(isBusy: () => boolean): void {
  busy = isBusy;
}

export function attended(at: number): boolean {
  return busy() || at - touched <= ABSENT_AFTER_MS;
}
