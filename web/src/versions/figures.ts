/** The figures of promises in the content of a version, as they are written in the rules files. */
export const NAMES = ["target", "limit", "reminders"] as const;
export type Name = (typeof NAMES)[number];
export type Figures = Record<Name, string>;

export interface PromiseFigures extends Figures {
  rule: string;
  name: string;
  name_en: string;
}

export interface Change {
  rule: PromiseFigures;
  name: Name;
  before: string;
  after: string;
}

type Written = { zh?: string; en?: string; target?: string; limit?: string; reminders?: string[] };
type Content = { [file: string]: unknown };

const table = (content: Content) => ((content.promises as { promise?: Record<string, Written> } | undefined)?.promise ?? {}) as Record<string, Written>;
const usual = (content: Content) => (content.promises as { defaults?: Written } | undefined)?.defaults?.reminders ?? [];

/** Every promise with its figures, in the order of the rules. */
export function figuresOf(content: Content): PromiseFigures[] {
  return Object.entries(table(content))
    .map(([rule, one]) => ({
      rule,
      name: one.zh ?? rule,
      name_en: one.en ?? rule,
      target: one.target ?? "",
      limit: one.limit ?? "",
      reminders: (one.reminders ?? usual(content)).join(", "),
    }))
    .sort((one, other) => one.rule.localeCompare(other.rule, "en", { numeric: true }));
}

/** What one version says otherwise than another. */
export function changes(before: Content, after: Content): Change[] {
  const old = new Map(figuresOf(before).map((one) => [one.rule, one]));
  return figuresOf(after).flatMap((rule) =>
    NAMES.filter((name) => rule[name] !== (old.get(rule.rule)?.[name] ?? "")).map((name) => ({ rule, name, before: old.get(rule.rule)?.[name] ?? "", after: rule[name] })),
  );
}

/** The figures that were typed differently, in the shape of the rules files. */
export function typed(base: Content, rows: readonly PromiseFigures[]): Content {
  const old = new Map(figuresOf(base).map((one) => [one.rule, one]));
  const changed = rows.flatMap((row) => {
    const names = NAMES.filter((name) => row[name].trim() !== old.get(row.rule)?.[name]);
    return names.length ? [[row.rule, Object.fromEntries(names.map((name) => [name, value(name, row[name])]))]] : [];
  });
  return changed.length ? { promises: { promise: Object.fromEntries(changed) as Record<string, unknown> } } : {};
}

function value(name: Name, text: string): string | string[] {
  return name === "reminders" ? text.split(/[,，、\s]+/).filter(Boolean) : text.trim();
}
