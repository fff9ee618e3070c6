/** The columns of the desk, in the order in which F6 walks through them. */
const COLUMNS = ["rail", "conversation", "side"];

/** Put the focus into the next column that is on the page. */
export function cycleColumns(): void {
  const shown = COLUMNS.map((name) => document.querySelector<HTMLElement>(`[data-column="${name}"]`)).filter((one) => one !== null);
  if (!shown.length) return;
  const here = shown.findIndex((one) => one.contains(document.activeElement));
  const next = shown[(here + 1) % shown.length]!;
  (next.querySelector<HTMLElement>("[data-first]") ?? next).focus();
}
