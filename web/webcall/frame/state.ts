/** What the telephone knows, in plain values. */

import type { Info, Language, Trouble } from "./shapes";

/** `asking`: for the microphone. `dialling`: until the exchange picks up. `over`: hung up, by whomever. */
export type Stage = "ready" | "asking" | "dialling" | "lobby" | "queue" | "talk" | "voice_mail" | "over";

export interface State {
  info: Info | null;
  /** Why there is no info: nobody answers, or this button is switched off. */
  missing: "network" | "gone" | null;
  language: Language;
  stage: Stage;
  trouble: Trouble | null;
  /** Place in the queue, from 1, and the minutes to wait; null when not known. */
  place: number | null;
  minutes: number | null;
  /** When the call was picked up by the exchange, and when somebody began to talk, in ms. */
  began: number | null;
  talked: number | null;
  /** How long the talk was, in seconds, once it is over; null when nobody answered. */
  lasted: number | null;
  /** Whether a message was being left when it ended. */
  left: boolean;
  /** Whether the customer hung up. */
  mine: boolean;
  muted: boolean;
  /** From 0 to 1. */
  volume: number;
  pressed: string;
  unsteady: boolean;
}

const LIVE: ReadonlySet<Stage> = new Set(["asking", "dialling", "lobby", "queue", "talk", "voice_mail"]);

export const isLive = (stage: Stage): boolean => LIVE.has(stage);

/** Whether the exchange has picked up: there is sound, and keys can be pressed. */
export const isUp = (stage: Stage): boolean => isLive(stage) && stage !== "asking" && stage !== "dialling";

/** A telephone on which nobody calls. */
export const QUIET = {
  trouble: null,
  place: null,
  minutes: null,
  began: null,
  talked: null,
  lasted: null,
  left: false,
  mine: false,
  muted: false,
  pressed: "",
  unsteady: false,
} satisfies Partial<State>;

export function born(language: Language): State {
  return { ...QUIET, info: null, missing: null, language, stage: "ready", volume: 1 };
}
