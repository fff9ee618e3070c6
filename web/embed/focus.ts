const CAN_FOCUS = 'button:not([disabled]), textarea, input:not([type="file"]), a[href], [tabindex="0"]';

/** Let Tab go round inside `box`. */
export function trapFocus(event: KeyboardEvent, box: HTMLElement): void {
  const inner = box.querySelector<HTMLElement>("[data-trap]") ?? box;
  const stops = [...inner.querySelectorAll<HTMLElement>(CAN_FOCUS)].filter((one) => one.offsetParent !== null);
  const first = stops[0];
  const last = stops.at(-1);
  const now = (box.getRootNode() as ShadowRoot).activeElement;
  const leaving = event.shiftKey ? now === first : now === last;
  const outside = !now || !inner.contains(now);
  if (!leaving && !outside) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** Focus the first thing that is there, in this order of preference. */
export function focusOn(box: HTMLElement | null, wishes: string[]): void {
  const found = wishes.map((wish) => box?.querySelector<HTMLElement>(wish)).find(Boolean);
  found?.focus();
}
