/** Times as people read them. */

import type { Language } from "./shapes";
import type { Words } from "./words";

const LOCALE = { zh: "zh-CN", en: "en-GB" };

/** 10:02, on the visitor's own clock. */
export function clock(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALE[language], { hour: "2-digit", minute: "2-digit", hour12: false }).format(
    new Date(iso),
  );
}

/** 今天 / 昨天 / 11月21日. */
export function day(iso: string, language: Language, words: Words, now: Date = new Date()): string {
  const then = new Date(iso);
  const apart = Math.round((midnight(now) - midnight(then)) / 86_400_000);
  if (apart === 0) return words.today;
  if (apart === 1) return words.yesterday;
  return new Intl.DateTimeFormat(LOCALE[language], { month: "long", day: "numeric" }).format(then);
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".0", "")} MB`;
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
