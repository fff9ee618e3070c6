/** Which business line the person looks at now; none means all of theirs. Kept in this browser. */
import { ref } from "vue";

const KEPT = "yingda.line";
export const line = ref(localStorage.getItem(KEPT) ?? "");

export function lookAt(code: string): void {
  line.value = code;
  localStorage.setItem(KEPT, code);
}

/** Whether a row of this line is shown. */
export function onLine(row: { line: { code: string } }): boolean {
  return !line.value || row.line.code === line.value;
}
