/** What the chat asks of the server. */

import { answer, Failure, failure, headers, request, type Caller, type Language } from "../../embed/http";
import type { Chat, Message, Place, Rating, Site } from "./shapes";

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
