/** What the page knows of its telephone. One tab of a browser is the phone; the others show what it tells them. */
import type { Quality } from "@/api/phoneShapes";
import type { Trouble } from "./devices";

/** `ringing` until somebody answers, `answering` while microphone and audio path open, `talking` from then on. */
export interface TalkHere {
  contact: string;
  leg: string;
  from: string;
  stage: "ringing" | "answering" | "talking";
  since: number;
  muted: boolean;
  /** The exchange asked for this one to be answered by itself: we dialled, or come back after a loss. */
  auto: boolean;
}

export interface PhoneState {
  /** `refused`: the exchange does not take our name or secret. */
  link: "off" | "connecting" | "registered" | "refused";
  talk: TalkHere | null;
  trouble: Trouble | null;
  /** The audio path broke and is being restored. */
  shaky: boolean;
  quality: Quality | null;
}

export const idle = (): PhoneState => ({ link: "off", talk: null, trouble: null, shaky: false, quality: null });
