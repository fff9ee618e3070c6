/** The shapes of the telephone on the wire. */
import type { Shape } from "./types";

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

export type DialIn = Shape<"CallIn">;
/** Whom to call: one of number, customer, call-back, follow-up, case; the id of the contact is made by whoever dials. */
export type Dialled = Pick<DialIn, "line"> & Partial<Omit<DialIn, "uid" | "line">>;
export type DialResult = Shape<"DialResultIn">["result"];
export type CallBackOut = Shape<"CallBackOut">;

/** Exactly one of them: whom to consult. */
export type Target = { person: string } | { team: string } | { line: string } | { number: string };
