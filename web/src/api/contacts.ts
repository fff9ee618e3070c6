/** Contacts: the conversation and what is done in it. */
import { api, unwrap } from "./client";
import { everyPage } from "./everyPage";
import type { ContactOut, FileOut, IdentityCheckOut, MessageOut, Page, TimelineEntry } from "./types";
import { uuid7 } from "./uuid7";

const at = (id: string) => ({ params: { path: { id } } });

export interface TransferIn {
  id: string;
  person?: string;
  team?: string;
  line?: string;
  reason: string;
  consent: boolean;
}

export interface IdentityIn {
  id: string;
  consent: boolean;
  reason: string;
  compared: string[];
  result: string;
}

export const contacts = {
  list: (query: Record<string, string | undefined>) => unwrap<Page<ContactOut>>(api.GET("/api/contacts", { params: { query } })),
  get: (id: string) => unwrap<ContactOut>(api.GET("/api/contacts/{id}", at(id))),
  change: (id: string, body: Partial<Pick<ContactOut, "request_type" | "urgency" | "need" | "language">>) =>
    unwrap<ContactOut>(api.PATCH("/api/contacts/{id}", { ...at(id), body })),
  /** The whole conversation; long ones come in several pages. */
  messages: (id: string) =>
    everyPage((after) =>
      unwrap<Page<MessageOut>>(api.GET("/api/contacts/{id}/messages", { params: { path: { id }, query: { after, limit: 200 } } })),
    ),
  post: (id: string, body: { id: string; text: string; file?: string | null; whisper?: boolean }) =>
    unwrap<MessageOut & { hints: string[] }>(api.POST("/api/contacts/{id}/messages", { ...at(id), body })),
  revealMessage: (id: string, message: string, reason: string) =>
    unwrap<{ text: string }>(api.POST("/api/contacts/{id}/messages/{message}/reveals", { params: { path: { id, message } }, body: { reason } })),
  seen: (id: string, upto: string) => unwrap(api.POST("/api/contacts/{id}/seen", { ...at(id), body: { upto } })),
  typing: (id: string, typing: boolean) => unwrap(api.POST("/api/contacts/{id}/typing", { ...at(id), body: { typing } })),
  transfer: (id: string, body: TransferIn) => unwrap(api.POST("/api/contacts/{id}/transfers", { ...at(id), body })),
  checkIdentity: (id: string, body: IdentityIn) => unwrap(api.POST("/api/contacts/{id}/identity-checks", { ...at(id), body })),
  identityChecks: (id: string) => unwrap<IdentityCheckOut[]>(api.GET("/api/contacts/{id}/identity-checks", at(id))),
  setCustomer: (id: string, customer: string) => unwrap<ContactOut>(api.PUT("/api/contacts/{id}/customer", { ...at(id), body: { customer } })),
  join: (id: string) => unwrap(api.POST("/api/contacts/{id}/participations", at(id))),
  leave: (id: string) => unwrap(api.DELETE("/api/contacts/{id}/participations", at(id))),
  end: (id: string) => unwrap<ContactOut>(api.POST("/api/contacts/{id}/end", at(id))),
  timeline: (id: string) => unwrap<Page<TimelineEntry>>(api.GET("/api/contacts/{id}/timeline", at(id))),
  upload(file: File, uid: string = uuid7()): Promise<FileOut> {
    const body = new FormData();
    body.append("file", file);
    body.append("uid", uid);
    return unwrap<FileOut>(api.POST("/api/files", { body, bodySerializer: (form: FormData) => form }));
  },
};
