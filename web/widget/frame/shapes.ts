/** What the server says, as /api/openapi.json describes it. Times are ISO 8601 with Z. */

export type Language = "zh" | "en";
export type Both = Record<Language, string>;

export interface Site {
  key: string;
  title: Both;
  organisation: Both;
  accent: string;
  open: boolean;
  resumes: string | null;
  zone: string;
  hours: Both;
  greeting: Both;
  limits: { text: number; file: number; endings: string[] };
}

export type ContactState = "waiting" | "offered" | "talking" | "ended" | "closed" | "archived";

export interface Contact {
  id: string;
  state: ContactState;
  agent: { work_number: string } | null;
  arrived: string;
  answered: string | null;
  ended: string | null;
  ended_by: string;
  rated: boolean;
  case: string | null;
  resumes: string | null;
}

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  media_type: string;
  picture: boolean;
  url: string;
}

export interface Message {
  id: string;
  author: "customer" | "agent" | "system";
  kind: "text" | "file" | "opening" | "news";
  work_number: string | null;
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
