/** A voice menu as rows to edit, as the server keeps it, and in words. */

export type Do = "queue" | "team" | "skill" | "language" | "menu" | "voice_mail";
export const DOS: readonly Do[] = ["queue", "team", "skill", "language", "menu", "voice_mail"];
export const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"] as const;

/** What a key does; `to` is a team's or menu's id, a skill or a language. */
export interface Choice {
  do: Do;
  to?: string | null;
}

export interface Row {
  digit: string;
  do: Do;
  to: string;
}

const ALONE: ReadonlySet<Do> = new Set(["queue", "voice_mail"]);

/** Whether the act needs to be told where. */
export const needsTo = (act: Do): boolean => !ALONE.has(act);

/** The rows in the order of a telephone's keys. */
export function rowsOf(choices: Record<string, Choice>): Row[] {
  const place = (digit: string) => DIGITS.indexOf(digit as (typeof DIGITS)[number]);
  return Object.entries(choices)
    .map(([digit, one]) => ({ digit, do: one.do, to: one.to ?? "" }))
    .sort((a, b) => place(a.digit) - place(b.digit));
}

export function choicesOf(rows: Row[]): Record<string, Choice> {
  return Object.fromEntries(rows.map((row) => [row.digit, needsTo(row.do) ? { do: row.do, to: row.to } : { do: row.do }]));
}

/** The first key that no row has; undefined when all are taken. */
export function freeDigit(rows: Row[]): string | undefined {
  return DIGITS.find((digit) => !rows.some((row) => row.digit === digit));
}

export type Fault = "empty" | "twice" | "nowhere" | "circle";

/** What is wrong with the rows of this menu, by the digit where it is; "" for the menu as a whole. */
export function faults(rows: Row[], own: string | null): Map<string, Fault> {
  const found = new Map<string, Fault>();
  if (!rows.length) found.set("", "empty");
  for (const row of rows) {
    if (rows.filter((one) => one.digit === row.digit).length > 1) found.set(row.digit, "twice");
    else if (needsTo(row.do) && !row.to) found.set(row.digit, "nowhere");
    else if (row.do === "menu" && row.to === own) found.set(row.digit, "circle");
  }
  return found;
}
