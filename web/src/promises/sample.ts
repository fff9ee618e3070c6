/** An invented promise for tests: opened at `AT`, reminded after 5 and 8 minutes, due after 10. */
import type { PromiseOut } from "@/api/types";

export const AT = Date.parse("2026-11-23T01:00:00Z");
export const iso = (minutes: number) => new Date(AT + minutes * 60_000).toISOString();

export function promise(changes: Partial<PromiseOut> = {}): PromiseOut {
  return {
    id: "p1",
    rule: "4.5",
    title: "登记投诉",
    title_en: "Register a complaint",
    source: "S1",
    line: "hotline",
    subject: { kind: "contact", id: "c1", label: "网页", label_en: "Web chat" },
    contact: "c1",
    case: null,
    owner: { id: "wang", name: "王芳", work_number: "6021" },
    opened: iso(0),
    target: null,
    limit: iso(10),
    reminders: [iso(5), iso(8)],
    state: "running",
    settled: null,
    broken: null,
    round: 0,
    words: "",
    ...changes,
  };
}
