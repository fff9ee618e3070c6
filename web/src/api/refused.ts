/** What the server said no to, and whether asking again can help. */

export interface Refusal {
  code: string;
  message: string;
  field?: string;
  missing?: { field: string; label: string }[];
  fields?: { field: string; message: string }[];
  [more: string]: unknown;
}

const PASSING = new Set([0, 408, 425, 429, 502, 503, 504]);

export class Refused extends Error {
  readonly code: string;
  readonly missing: { field: string; label: string }[];
  readonly fields: { field: string; message: string }[];

  constructor(
    readonly status: number,
    readonly said: Partial<Refusal>,
  ) {
    super(said.message ?? "");
    this.name = "Refused";
    this.code = said.code ?? (status ? `http_${status}` : "unreachable");
    this.missing = said.missing ?? [];
    this.fields = said.fields ?? [];
  }

  /** What was wrong with this field, if anything; `body.` is where the server found it. */
  at(field: string): string {
    if (this.said.field === field) return this.message;
    return this.fields.find((one) => one.field === field || one.field.startsWith(`body.${field}`))?.message ?? "";
  }

  /** The network or a restart is in the way: the same request may go through later. */
  get passing(): boolean {
    return PASSING.has(this.status);
  }
}

/** The network did not answer. */
export function unreachable(cause: unknown): Refused {
  const refused = new Refused(0, {});
  refused.cause = cause;
  return refused;
}
