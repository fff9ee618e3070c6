/** A recording as shapes: two mirrored bands of peaks, and where on the line a moment stands. */
import type { Stretch } from "@/api/phoneShapes";

export const WIDTH = 1_000;
const MOST_BARS = 500;

/** The loudest of each of at most `bars` equal parts, 0 to 100. */
export function thinned(peaks: readonly number[], bars = MOST_BARS): number[] {
  const count = Math.min(bars, peaks.length);
  return Array.from({ length: count }, (_, place) => {
    const from = Math.floor((place * peaks.length) / count);
    const until = Math.max(from + 1, Math.floor(((place + 1) * peaks.length) / count));
    return Math.max(...peaks.slice(from, until));
  });
}

/** An SVG path of bars around the height `middle`, as high as `half` to both sides at full loudness. */
export function bars(peaks: readonly number[], middle: number, half: number): string {
  const step = WIDTH / Math.max(1, peaks.length);
  return peaks.map((peak, place) => `M${round((place + 0.5) * step)} ${round(middle - Math.max(0.5, (half * peak) / 100))}V${round(middle + Math.max(0.5, (half * peak) / 100))}`).join("");
}

/** Stretches of time as places and widths on the line. */
export function bands(stretches: readonly Stretch[], seconds: number): { x: number; width: number }[] {
  return stretches.map(([from, until]) => ({ x: round((WIDTH * from) / seconds), width: round((WIDTH * (until - from)) / seconds) }));
}

/** "3:07" into a recording. */
export function reading(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The mark before (`-1`) or after (`1`) a moment, if there is one. Right after a mark, "before" means the one before it. */
export function neighbour(marks: readonly { at: number }[], seconds: number, way: 1 | -1): number | undefined {
  const times = marks.map((one) => one.at).sort((one, other) => one - other);
  return way > 0 ? times.find((at) => at > seconds + 0.1) : times.findLast((at) => at < seconds - 1);
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
