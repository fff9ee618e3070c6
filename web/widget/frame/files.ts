/** The first look at a file, before the server's own check: its type by ending, and its size. */

import type { Site } from "./shapes";
import { size } from "./times";
import type { Words } from "./words";

/** Why this file cannot be sent, in a sentence; null when it can. */
export function objection(file: { name: string; size: number }, limits: Site["limits"], words: Words): string | null {
  const ending = /\.[^.]+$/.exec(file.name.toLowerCase())?.[0] ?? "";
  if (!limits.endings.includes(ending)) return words.wrongType(file.name);
  if (file.size > limits.file) return words.tooLarge(file.name, size(limits.file));
  if (file.size === 0) return words.emptyFile(file.name);
  return null;
}

/** A picture from the clipboard has no name worth keeping: it gets one that says when. */
export function named(file: File, at: Date = new Date()): File {
  if (file.name && file.name !== "image.png") return file;
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0")).join("");
  const ending = file.type.split("/")[1] ?? "png";
  return new File([file], `screenshot-${time}.${ending}`, { type: file.type });
}
