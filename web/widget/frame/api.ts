/** Calls to our own server. Whatever went wrong, the caller learns whether trying again can help. */

import type { Chat, Language, Message, Place, Rating, Site } from "./shapes";

/** `status` 0: no answer. `field`: what to correct. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field: string | null = null,
    readonly after: number | null = null,
  ) {
    super(message);
  }

  /** What was thrown, if it is a failure; anything else is a defect and is thrown on. */
  static of(error: unknown): Failure {
    if (error instanceof Failure) return error;
    throw error;
  }

  /** Nobody answered, the server stumbled, or it asks to come later: the same request may succeed. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

export interface Caller {
  token: () => string | null;
  language: () => Language;
}

export interface Api {
  site(key: string): Promise<Site>;
  meet(key: string, uid: string, page: string): Promise<{ token: string }>;
  start(body: StartBody): Promise<Chat>;
  current(): Promise<Chat>;
  place(): Promise<Place>;
  say(uid: string, text: string): Promise<Message>;
  upload(uid: string, file: File, progress: (part: number) => void): Promise<Message>;
  leave(body: LetterBody): Promise<Chat>;
  seen(message: string): Promise<void>;
  typing(): Promise<void>;
  present(): Promise<void>;
  end(): Promise<Chat>;
  rate(rating: Rating): Promise<Chat>;
  file(id: string): Promise<Blob>;
}

export interface StartBody {
  uid: string;
  message_uid: string;
  language: Language;
  text: string;
  name: string;
  phone: string;
}

export type LetterBody = StartBody;

const PATIENCE_MS = 20_000;

export function api(caller: Caller): Api {
  const call = <T>(method: string, path: string, body?: unknown) => request<T>(caller, method, path, body);
  return {
    site: (key) => call("GET", `/api/chat/${key}`),
    meet: (key, uid, page) => call("POST", `/api/chat/${key}/visitors`, { uid, page }),
    start: (body) => call("POST", "/api/chat/contacts", body),
    current: () => call("GET", "/api/chat/contacts/current"),
    place: () => call("GET", "/api/chat/position"),
    say: (uid, text) => call("POST", "/api/chat/messages", { uid, text }),
    upload: (uid, file, progress) => upload(caller, uid, file, progress),
    leave: (body) => call("POST", "/api/chat/leave-message", body),
    seen: (message) => call("POST", "/api/chat/seen", { message }),
    typing: () => call("POST", "/api/chat/typing"),
    present: () => call("PUT", "/api/chat/presence"),
    end: () => call("POST", "/api/chat/end"),
    rate: (rating) => call("POST", "/api/chat/rating", rating),
    file: async (id) => (await answer(caller, "GET", `/api/chat/files/${id}`)).blob(),
  };
}

export function headers(caller: Caller): Record<string, string> {
  const token = caller.token();
  const said = { "X-Language": caller.language() === "zh" ? "zh-hans" : "en" };
  return token ? { ...said, Authorization: `Bearer ${token}` } : said;
}

async function request<T>(caller: Caller, method: string, path: string, body?: unknown): Promise<T> {
  const response = await answer(caller, method, path, body);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function answer(caller: Caller, method: string, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: { ...headers(caller), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: Error) => {
    throw new Failure(0, "network", error.message);
  });
  if (!response.ok) throw failure(response.status, await response.text(), response.headers.get("Retry-After"));
  return response;
}

export function failure(status: number, text: string, retryAfter: string | null = null): Failure {
  const said = parsed(text);
  const field = said.field ?? said.fields?.[0]?.field?.split(".").pop() ?? null;
  return new Failure(
    status,
    said.code ?? "",
    said.message ?? "",
    field,
    retryAfter ? Number(retryAfter) || null : null,
  );
}

interface Said {
  code?: string;
  message?: string;
  field?: string;
  fields?: { field?: string }[];
}

function parsed(text: string): Said {
  try {
    return JSON.parse(text) as Said;
  } catch {
    return {}; // a proxy's page: the status says enough
  }
}

/** fetch cannot tell how much has gone up, so a file goes by XMLHttpRequest. `progress` from 0 to 1. */
function upload(caller: Caller, uid: string, file: File, progress: (part: number) => void): Promise<Message> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/chat/files");
    for (const [name, value] of Object.entries(headers(caller))) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = request.ontimeout = request.onabort = () => failed(new Failure(0, "network", ""));
    request.onload = () => {
      if (request.status < 300) done(JSON.parse(request.responseText) as Message);
      else failed(failure(request.status, request.responseText, request.getResponseHeader("Retry-After")));
    };
    const form = new FormData();
    form.append("uid", uid);
    form.append("file", file, file.name);
    request.send(form);
  });
}
