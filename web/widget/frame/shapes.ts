/** What the server says, as /api/openapi.json describes it. Times are ISO 8601 with Z. */

import type { Language } from "../../embed/http";

export type { Language };
export type Both = Record<Language, string>;

export interface Site {
  key: string;
  title: Both;
  organisation: Both;
  accent: string;
  open: boolean;
  hours: Both;
  greeting: Both;
  /** What is said outside service hours: when it resumes, and that a message may be left. */
  away: Both;
  limits: { text: number; file: number; endings: string[] };
}

export type ContactState = "waiting" | "offered" | "talking" | "ended" | "closed" | "archived";

export interface Agent {
  id: string;
  name: string;
  work_number: string;
}

export interface Contact {
  id: string;
  state: ContactState;
  agent: Agent | null;
  arrived: string;
  answered: string | null;
  ended: string | null;
  ended_by: string;
}

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  media_type: string;
  picture: boolean;
}

export interface Message {
  id: string;
  author: "customer" | "agent" | "system";
  kind: "text" | "file" | "opening" | "news";
  by: Agent | null;
  text: string;
  file: StoredFile | null;
  at: string;
  seen: string | null;
}

/** Where the visitor stands in the queue; `wait` in seconds, null when nobody can honestly say. */
export interface Place {
  place: number | null;
  wait: number | null;
}

/** The visitor's present conversation. `position`: where to take up the feed after reading this. */
export interface Chat extends Place {
  contact: Contact | null;
  messages: Message[];
  rated: boolean;
  /** The number of the case that a message left out of hours became. */
  case: string | null;
  position: number;
}

export type Satisfaction = "satisfied" | "neutral" | "dissatisfied";

export interface Rating {
  satisfaction: Satisfaction;
  solved: boolean | null;
  remarks: string;
}

export const LIVE: ContactState[] = ["waiting", "offered", "talking"];

export function isLive(contact: Contact | null): boolean {
  return contact !== null && LIVE.includes(contact.state);
}
