/** Rows that the arrows walk through and Enter opens. Bind `press` to the list's keydown and give rows `id` by `rowId`. */
import { nextTick, ref, type Ref } from "vue";

export function useRows<T>(rows: Ref<T[]>, open: (row: T) => void) {
  const place = ref(-1);

  async function go(to: number): Promise<void> {
    if (!rows.value.length) return;
    place.value = Math.min(rows.value.length - 1, Math.max(0, to));
    await nextTick();
    document.getElementById(rowId(place.value))?.scrollIntoView({ block: "nearest" });
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows.value[place.value];
    if (event.key === "ArrowDown" || event.key === "j") void go(place.value + 1);
    else if (event.key === "ArrowUp" || event.key === "k") void go(place.value - 1);
    else if (event.key === "Home") void go(0);
    else if (event.key === "End") void go(rows.value.length - 1);
    else if (event.key === "Enter" && row) open(row);
    else return;
    event.preventDefault();
  }

  const rowId = (at: number) => `row-${at}`;
  return { place, press, rowId };
}
