/** The shapes of the telephone on the wire. */
import type { CustomerBrief, Iso, LineBrief, PersonBrief, Shape } from "./types";

export type PhoneOut = Shape<"OwnPhoneOut">;
export type PhoneChoice = Shape<"OwnPhoneIn">["choice"];
export type BrowserAccount = Shape<"BrowserPhoneOut">;
export type HardSecret = Shape<"HardSecretOut">;
/** Loss in percent, jitter and round trip in milliseconds. */
export type Quality = Shape<"QualityOut">;
export type CallOut = Shape<"CallOut">;
export type LegOut = Shape<"LegOut">;
export type SuperviseMode = Shape<"SupervisionIn">["mode"];
export type FloorLine = Shape<"FloorLineOut">;
export type RecordingOut = Shape<"RecordingOut">;
/** What a look at a recording shows: ten peaks a second (customer, our side; 0 to 100), all times in seconds. */
export type Sounded = Shape<"RecordingLookOut">;
export type Stretch = Sounded["pauses"][number];

/** Exactly one of them: whom to consult. */
export type Target = { person: string } | { team: string } | { line: string } | { number: string };
export type DialResult = "reached" | "busy" | "no_answer" | "wrong_number" | "failed";

export interface DialIn {
  uid: string;
  line: string;
  number?: string;
  customer?: string;
  call_back?: string;
  follow_up?: string;
  case?: string;
}

export interface CallBackOut {
  id: string;
  line: LineBrief;
  customer: CustomerBrief | null;
  caller: string | null;
  reason: "abandoned" | "kept_place" | "voice_mail" | "lost" | "asked";
  state: "open" | "done" | "given_up" | "cancelled";
  made: Iso;
  due: Iso;
  tries: number;
  missed: number;
  owner: PersonBrief | null;
  case: { id: string; number: string } | null;
  contact: string | null;
  may_call_now: boolean;
}
