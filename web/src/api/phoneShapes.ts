/** The shapes of the telephone on the wire. */
import type { CustomerBrief, Iso, LineBrief, PersonBrief } from "./types";

export type PhoneChoice = "browser" | "hard";

export interface BrowserAccount {
  username: string;
  secret: string;
  domain: string;
  ws_url: string;
  ice_servers: RTCIceServer[];
}

export interface PhoneOut {
  configured: boolean;
  exchange: { up: boolean; words: string };
  choice: PhoneChoice | null;
  registered: boolean;
  browser: BrowserAccount | null;
  hard: { username: string; registered: boolean } | null;
  check: { at: Iso; passed: boolean } | null;
}

/** Said once: the server keeps no way to say it again. */
export interface HardSecret {
  username: string;
  secret: string;
  server: string;
  port: number;
}

export interface CheckIn {
  heard: boolean;
  level: number;
  echoed: boolean;
  device: string;
}

/** Loss in percent, jitter and round trip in milliseconds. */
export interface Quality {
  loss: number;
  jitter: number;
  round_trip: number | null;
}

export type LegParty = "customer" | "agent" | "colleague" | "outside" | "supervisor";
export type LegPlace = "lobby" | "queue" | "talk" | "hold" | "listen" | "whisper" | "voice_mail";

export interface LegOut {
  id: string;
  party: LegParty;
  person: PersonBrief | null;
  label: string;
  place: LegPlace;
  state: "wanted" | "ringing" | "up" | "ended";
  muted: boolean;
  answered: Iso | null;
  quality: Quality | null;
}

export interface CallOut {
  stage: "lobby" | "queue" | "talk" | "voice_mail" | "dial" | "ended";
  web: boolean;
  number: { digits: string; label: string } | null;
  caller: string | null;
  began: Iso;
  hold: { since: Iso; expected_minutes: number; news: Iso | null } | null;
  records: boolean;
  recording: { id: string; paused: boolean } | null;
  hung_up_by: string;
  legs: LegOut[];
  call_back: string | null;
}

/** Exactly one of them: whom to consult, or to hand the customer to. */
export type Target = { person: string } | { team: string } | { line: string } | { number: string };
export type SuperviseMode = "listen" | "whisper" | "join" | "take_over";
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

export type CallBackState = "open" | "done" | "given_up" | "cancelled";

export interface CallBackOut {
  id: string;
  line: LineBrief;
  customer: CustomerBrief | null;
  caller: string | null;
  reason: "abandoned" | "kept_place" | "voice_mail" | "lost" | "asked";
  state: CallBackState;
  made: Iso;
  due: Iso;
  tries: number;
  missed: number;
  owner: PersonBrief | null;
  case: { id: string; number: string } | null;
  contact: string | null;
  may_call_now: boolean;
}

export interface FloorLine {
  line: LineBrief;
  waiting: number;
  longest_since: Iso | null;
  talking: number;
  answered: number;
  within: { "15": number; "20": number; "30": number };
  abandoned: number;
  short_abandoned: number;
}

export interface FloorCalls {
  lines: FloorLine[];
  agents: Record<string, number>;
}

export interface RecordingOut {
  id: string;
  kind: "talk" | "voice_mail";
  state: "running" | "arriving" | "kept" | "failed" | "deleted";
  began: Iso;
  seconds: number;
  may_play: boolean;
}

export type Stretch = [from: number, until: number];

/** What a look at a recording shows: ten peaks a second (customer, our side; 0 to 100), all times in seconds. */
export interface Sounded {
  peaks: [number, number][];
  speech: { customer?: Stretch[]; agent?: Stretch[] };
  marks: { at: number; name: string; label: string }[];
  pauses: Stretch[];
}
