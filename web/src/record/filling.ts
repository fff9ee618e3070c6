/** What is typed into a record and not yet saved, and how it meets what others saved meanwhile. */
import type { FieldValue, RecordField, RecordForm } from "@/api/types";

export type Typed = Record<string, FieldValue>;

export interface Conflict {
  field: RecordField;
  mine: FieldValue;
  theirs: FieldValue;
}

/** The fields that this person changed and somebody else changed too, to something different. */
export function conflicts(typed: Typed, before: RecordForm, after: RecordForm): Conflict[] {
  const known = new Map(before.fields.map((field) => [field.key, field.value]));
  return after.fields
    .filter((field) => field.key in typed && field.value !== known.get(field.key) && field.value !== typed[field.key])
    .map((field) => ({ field, mine: typed[field.key]!, theirs: field.value }));
}

export function isEmpty(value: FieldValue | undefined): boolean {
  return value === null || value === undefined || (typeof value === "string" && !value.trim());
}

/** The form as the person sees it: what they typed stands over what the server has. */
export function merged(form: RecordForm, typed: Typed): RecordField[] {
  return form.fields.map((field) => (field.key in typed ? { ...field, value: typed[field.key]! } : field));
}

/** Required fields in which nothing stands, while one types. The server has the last word when archiving. */
export function lacking(fields: RecordField[]): RecordField[] {
  return fields.filter((field) => field.required && isEmpty(field.value));
}

/** 0 to 100. */
export function completeness(fields: RecordField[]): number {
  const required = fields.filter((field) => field.required).length;
  return required ? Math.floor((100 * (required - lacking(fields).length)) / required) : 100;
}

/** What was typed is dropped where the server now has it; what was typed since stays. */
export function settled(typed: Typed, sent: Typed): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([key, value]) => !(key in sent) || sent[key] !== value));
}
