/** Which announcements a filter lets through. */
import type { PromptOut } from "./types";

export interface Wish {
  q: string;
  spoken: string;
  /** A source, or `old`: says something else than the text in force. */
  source: string;
}

export function matches(one: PromptOut, { q, spoken, source }: Wish): boolean {
  const words = `${one.key} ${one.whole} ${one.text} ${one.rule}`.toLowerCase();
  const from = !source || (source === "old" ? !one.current : one.source === source);
  return one.language === spoken && from && words.includes(q.toLowerCase());
}

export const MOST_MEGABYTES = 20;
const SOUNDS = /\.(wav|mp3|ogg|oga|flac)$/i;

export type FileFault = "sound_type" | "sound_empty" | "sound_large";

/** What is wrong with a file before it is sent; "" for nothing. */
export function fileFault(file: { name: string; size: number }): FileFault | "" {
  if (!SOUNDS.test(file.name)) return "sound_type";
  if (!file.size) return "sound_empty";
  return file.size > MOST_MEGABYTES * 1024 * 1024 ? "sound_large" : "";
}
