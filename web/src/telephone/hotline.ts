/** The form of a line on the phone: what may stand in it. */
import { inOrder, isWithin } from "./checks";
import type { HotlineOut } from "./types";

/** As the form has it: what is not chosen is an empty text, times are HH:MM. */
export type HotlineForm = Omit<HotlineOut, "line" | "menu" | "caller_number"> & { menu: string; caller_number: string };

/** Least and most. Position every 0 seconds: never said. */
export const BOUNDS = {
  position_every: [0, 600],
  offer_place_after: [0, 600],
  short_abandon: [0, 60],
  retention_days: [30, 3650],
  retries: [0, 10],
  retry_minutes: [1, 1440],
} as const;

export interface Fault {
  code: string;
  values: Record<string, number>;
}

export function formOf(row: HotlineOut): HotlineForm {
  const { line: _, ...rest } = row;
  const minute = (time: string) => time.slice(0, 5);
  return { ...rest, languages: [...row.languages], menu: row.menu ?? "", caller_number: row.caller_number ?? "", decent_from: minute(row.decent_from), decent_until: minute(row.decent_until) };
}

export const sameForm = (one: HotlineForm, other: HotlineForm): boolean => (Object.keys(other) as (keyof HotlineForm)[]).every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));

export function hotlineFaults(form: HotlineForm): Partial<Record<keyof HotlineForm, Fault>> {
  const found: Partial<Record<keyof HotlineForm, Fault>> = {};
  for (const [name, [least, most]] of Object.entries(BOUNDS) as [keyof typeof BOUNDS, readonly [number, number]][])
    if (!isWithin(form[name], least, most)) found[name] = { code: "within", values: { least, most } };
  if (!form.languages?.length) found.languages = { code: "languages_needed", values: {} };
  if (!inOrder(form.decent_from, form.decent_until)) found.decent_until = { code: "decent_wrong", values: {} };
  return found;
}
