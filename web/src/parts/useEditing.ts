/** The one row that a dialog is open for; null to make a new one. */
import { ref, shallowRef } from "vue";

export function useEditing<T>() {
  const editing = ref(false);
  const chosen = shallowRef<T | null>(null);

  function edit(one: T | null): void {
    chosen.value = one;
    editing.value = true;
  }

  return { editing, chosen, edit };
}
