/** Times and durations in words. Seconds only under ten minutes; dates in the organisation's zone. */
import type { Language } from "@/i18n/language";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const WITH_SECONDS = 10 * MINUTE;

const WORDS = {
  "zh-hans": { m: "分", h: "小时", d: "天", ago: "前", now: "刚刚", today: "今天", tomorrow: "明天", yesterday: "昨天" },
  en: { m: "min", h: "h", d: "d", ago: "ago", now: "just now", today: "today", tomorrow: "tomorrow", yesterday: "yesterday" },
} as const;

let zone = "Asia/Shanghai";

export function setZone(name: string): void {
  zone = name;
}

/** "04:12" under ten minutes, then "52 分", "1 小时 52 分", "3 天 4 小时". Never negative. */
export function span(ms: number, language: Language): string {
  const left = Math.max(0, ms);
  const words = WORDS[language];
  if (left < WITH_SECONDS) {
    const seconds = Math.floor(left / SECOND);
    return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }
  if (left < HOUR) return `${Math.floor(left / MINUTE)} ${words.m}`;
  if (left < DAY) return `${Math.floor(left / HOUR)} ${words.h} ${two(Math.floor((left % HOUR) / MINUTE))} ${words.m}`;
  return `${Math.floor(left / DAY)} ${words.d} ${Math.floor((left % DAY) / HOUR)} ${words.h}`;
}

/** A deadline as the left column shows it: what is left today, else the day and hour. */
export function deadline(at: number, from: number, language: Language): string {
  const left = at - from;
  if (left < 0 || left < 6 * HOUR) return span(Math.abs(left), language);
  return dayAndClock(at, from, language);
}

/** "10:02" today, "明天 09:30", "11月24日 09:30", with the year when it is another. */
export function dayAndClock(at: number, from: number, language: Language): string {
  const words = WORDS[language];
  const days = dayNumber(at) - dayNumber(from);
  if (days === 0) return clock(at);
  if (days === 1) return `${words.tomorrow} ${clock(at)}`;
  if (days === -1) return `${words.yesterday} ${clock(at)}`;
  return `${day(at, language, part(at, "year") !== part(from, "year"))} ${clock(at)}`;
}

/** "2026年11月21日 10:02"; English "21 Nov 2026 10:02". */
export function moment(at: number, language: Language): string {
  return `${day(at, language, true)} ${clock(at)}`;
}

/** Relative within the last hour ("3 分前"), else day and clock. */
export function past(at: number, from: number, language: Language): string {
  const gone = from - at;
  const words = WORDS[language];
  if (gone < MINUTE) return words.now;
  if (gone < HOUR) return language === "en" ? `${Math.floor(gone / MINUTE)} min ago` : `${Math.floor(gone / MINUTE)} 分钟前`;
  return dayAndClock(at, from, language);
}

export function clock(at: number): string {
  return `${part(at, "hour")}:${part(at, "minute")}`;
}

export function day(at: number, language: Language, withYear = true): string {
  if (language === "en") {
    const text = `${Number(part(at, "day"))} ${MONTHS[Number(part(at, "month")) - 1]}`;
    return withYear ? `${text} ${part(at, "year")}` : text;
  }
  const text = `${Number(part(at, "month"))}月${Number(part(at, "day"))}日`;
  return withYear ? `${part(at, "year")}年${text}` : text;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

type Part = "year" | "month" | "day" | "hour" | "minute";
const readers = new Map<string, Intl.DateTimeFormat>();

function part(at: number, which: Part): string {
  let reader = readers.get(zone);
  if (!reader) {
    const two = "2-digit" as const;
    reader = new Intl.DateTimeFormat("en-GB", { timeZone: zone, year: "numeric", month: two, day: two, hour: two, minute: two, hourCycle: "h23" });
    readers.set(zone, reader);
  }
  return reader.formatToParts(at).find((one) => one.type === which)!.value;
}

/** The day in the organisation's zone, counted since 1970. */
function dayNumber(at: number): number {
  return Date.UTC(Number(part(at, "year")), Number(part(at, "month")) - 1, Number(part(at, "day"))) / DAY;
}

/** A wall-clock time of the organisation's zone ("2026-11-21T10:02") as an instant. */
export function fromWall(wall: string): number {
  const wanted = Date.parse(`${wall}:00Z`);
  const shown = (at: number) => Date.parse(`${part(at, "year")}-${part(at, "month")}-${part(at, "day")}T${clock(at)}:00Z`);
  const first = wanted - (shown(wanted) - wanted);
  return first - (shown(first) - wanted);
}

/** The other way: an instant as "2026-11-21T10:02" in the organisation's zone. */
export function toWall(at: number): string {
  return `${part(at, "year")}-${part(at, "month")}-${part(at, "day")}T${clock(at)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
