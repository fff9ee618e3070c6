/** Whether Enter sends; otherwise it begins a new line and Ctrl Enter sends. */
import { ref } from "vue";

const KEPT = "yingda.enter";
export const enterSends = ref(localStorage.getItem(KEPT) === "sends");

export function letEnterSend(on: boolean): void {
  enterSends.value = on;
  localStorage.setItem(KEPT, on ? "sends" : "breaks");
}
