/** What a screen reader is told without being asked: offers, breaks, losses. */
import { ref } from "vue";

export const spoken = ref("");

export function announce(words: string): void {
  spoken.value = "";
  requestAnimationFrame(() => (spoken.value = words));
}
