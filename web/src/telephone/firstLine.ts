/** A form that names a line begins with the first one, also when the lines come after the form was opened. */
import { watchEffect, type Ref } from "vue";
import type { LineBrief } from "@/api/types";

export function beginWithFirstLine(form: { line: string }, lines: () => LineBrief[], open: Ref<boolean>): void {
  watchEffect(() => {
    if (open.value && !form.line) form.line = lines()[0]?.code ?? "";
  });
}
