/** What the server says, and what the telephone makes of it. */

import type { Language } from "../../embed/http";

export type { Language };
export type Both = Record<Language, string>;

/** GET /api/web-calls/{key}: the line behind the button. */
export interface Info {
  title: Both;
  open: boolean;
  hours: Both;
  /** Outside service hours a message may be left. */
  voice_mail: boolean;
}

/** POST /api/web-calls/{key}/calls: whom to ring, once, and through what. */
export interface Account {
  token: string;
  username: string;
  secret: string;
  ws_url: string;
  domain: string;
  ice_servers: IceServer[];
}

/** A STUN or TURN server. */
export interface IceServer {
  urls: string;
  username: string | null;
  credential: string | null;
}

export type Where = "lobby" | "queue" | "talk" | "voice_mail" | "ended";

/** GET /api/web-calls/calls/{token}: how it stands. `position` counts from 1. */
export interface Standing {
  state: Where;
  position: number | null;
  expected_seconds: number | null;
}

export interface Who {
  name: string;
  phone: string;
}

/** Why there is no call, or no longer one. */
export type Code =
  | "insecure"
  | "forbidden"
  | "denied"
  | "no_microphone"
  | "microphone_busy"
  | "microphone"
  | "exchange"
  | "busy"
  | "silent"
  | "refused"
  | "lost";

/** Something that the customer has to know; `said` is the server's own sentence. */
export class Trouble extends Error {
  constructor(
    readonly code: Code,
    readonly said = "",
    readonly field: string | null = null,
  ) {
    super(said || code);
  }
}
