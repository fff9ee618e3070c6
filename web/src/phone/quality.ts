/** How well the line comes through, read from the browser's counters every few seconds. */
import type { Quality } from "@/api/phoneShapes";

export type Grade = "good" | "fair" | "poor";

/** Beyond these a listener notices (fair) or suffers (poor). Loss in percent, the others in milliseconds. */
const FAIR: Quality = { loss: 1, jitter: 30, round_trip: 200 };
const POOR: Quality = { loss: 5, jitter: 60, round_trip: 400 };

interface Counted {
  lost: number;
  received: number;
}

/** One of the browser's counters, as far as we read them. */
export interface Counter {
  type: string;
  kind?: string;
  packetsLost?: number;
  packetsReceived?: number;
  jitter?: number;
  roundTripTime?: number;
  nominated?: boolean;
  currentRoundTripTime?: number;
}

export function grade(quality: Quality): Grade {
  const beyond = (limit: Quality) =>
    quality.loss >= limit.loss || quality.jitter >= limit.jitter || (quality.round_trip ?? 0) >= limit.round_trip!;
  return beyond(POOR) ? "poor" : beyond(FAIR) ? "fair" : "good";
}

/** Reads one call's counters; each reading tells of the time since the one before. Null while nothing comes. */
export class Meter {
  #before: Counted = { lost: 0, received: 0 };

  read(report: readonly Counter[]): Quality | null {
    const audio = report.find((row) => row.type === "inbound-rtp" && row.kind === "audio");
    if (!audio) return null;
    const counted = { lost: audio.packetsLost ?? 0, received: audio.packetsReceived ?? 0 };
    const lost = Math.max(0, counted.lost - this.#before.lost);
    const received = Math.max(0, counted.received - this.#before.received);
    this.#before = counted;
    if (!lost && !received) return null; // nobody is sent to us now, as while the customer is on hold
    const round = this.#roundTrip(report);
    return {
      loss: tenth((100 * lost) / (lost + received)),
      jitter: Math.round(1_000 * (audio.jitter ?? 0)),
      round_trip: round === undefined ? null : Math.round(1_000 * round),
    };
  }

  #roundTrip(rows: readonly Counter[]): number | undefined {
    const heard = rows.find((row) => row.type === "remote-inbound-rtp" && row.kind === "audio")?.roundTripTime;
    return heard ?? rows.find((row) => row.type === "candidate-pair" && row.nominated)?.currentRoundTripTime;
  }
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}
