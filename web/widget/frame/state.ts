/** What the session knows, in plain values. */

import type { Api } from "./api";
import { uuid7 } from "./ids";
import type { Drawer, Shelf } from "./keep";
import type { Item } from "./outbox";
import type { Chat, Language, Message, Site } from "./shapes";

export interface State {
  site: Site | null;
  /** Why there is no site: nobody answers, or this widget is switched off. */
  trouble: "network" | "gone" | null;
  language: Language;
  chat: Chat;
  pending: Item[];
  /** Uploads under way, from 0 to 1, by uid. */
  progress: Record<string, number>;
  online: boolean;
  typing: boolean;
  unread: number;
  open: boolean;
  draft: string;
}

export interface Options {
  site: string;
  language: Language;
  keep: Drawer;
  shelf: Shelf;
  server?: Api;
}

/** An event of the feed or a signal. */
export interface Heard {
  name?: string;
  object?: Message | null;
  kind?: string;
  on?: boolean;
}

export interface Who {
  name: string;
  phone: string;
}

export const NOBODY: Chat = { contact: null, messages: [], rated: false, case: null, position: 0, place: null, wait: null };

/** The state in which a page begins: nothing heard yet, and what this browser had kept. */
export function asKept(keep: Drawer, language: Language): State {
  return {
    site: null,
    trouble: null,
    language: keep.get<Language>("language") ?? language,
    chat: NOBODY,
    pending: [],
    progress: {},
    online: navigator.onLine,
    typing: false,
    unread: 0,
    open: false,
    draft: keep.get<string>("draft") ?? "",
  };
}

export function born(kind: Item["kind"], text: string): Item {
  return { uid: uuid7(), kind, text, at: new Date().toISOString() };
}

export function byTime(a: Message, b: Message): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1);
}
