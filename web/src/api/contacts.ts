/** Contacts: the conversation and what is done in it. */
import { api, unwrap } from "./client";
import { everyPage } from "./everyPage";
import type { paths } from "./schema";
import type { FileOut, Shape } from "./types";
import { uuid7 } from "./uuid7";

const at = (id: string) => ({ params: { path: { id } } });

type ContactQuery = NonNullable<paths["/api/contacts"]["get"]["parameters"]["query"]>;

export const contacts = {
  list: (query: ContactQuery) => unwrap(api.GET("/api/contacts", { params: { query } })),
  get: (id: string) => unwrap(api.GET("/api/contacts/{id}", at(id))),
  change: (id: string, body: Shape<"ContactPatch">) =>
    unwrap(api.PATCH("/api/contacts/{id}", { ...at(id), body })),
  /** The whole conversation; long ones come in several pages. */
  messages: (id: string) =>
    everyPage((after) =>
      unwrap(api.GET("/api/contacts/{id}/messages", { params: { path: { id }, query: { after, limit: 200 } } })),
    ),
  post: (id: string, body: Shape<"MessageIn">) =>
    unwrap(api.POST("/api/contacts/{id}/messages", { ...at(id), body })),
  revealMessage: (id: string, message: string, reason: string) =>
    unwrap(api.POST("/api/contacts/{id}/messages/{message}/reveals", { params: { path: { id, message } }, body: { reason } })),
  seen: (id: string, upto: string) => unwrap(api.POST("/api/contacts/{id}/seen", { ...at(id), body: { upto } })),
  typing: (id: string, typing: boolean) => unwrap(api.POST("/api/contacts/{id}/typing", { ...at(id), body: { typing } })),
  transfer: (id: string, body: Shape<"TransferIn">) => unwrap(api.POST("/api/contacts/{id}/transfers", { ...at(id), body })),
  checkIdentity: (id: string, body: Shape<"IdentityCheckIn">) => unwrap(api.POST("/api/contacts/{id}/identity-checks", { ...at(id), body })),
  identityChecks: (id: string) => unwrap(api.GET("/api/contacts/{id}/identity-checks", at(id))),
  setCustomer: (id: string, customer: string) => unwrap(api.PUT("/api/contacts/{id}/customer", { ...at(id), body: { customer } })),
  setCase: (id: string, one: string) => unwrap(api.PUT("/api/contacts/{id}/case", { ...at(id), body: { case: one } })),
  join: (id: string) => unwrap(api.POST("/api/contacts/{id}/participations", at(id))),
  leave: (id: string) => unwrap(api.DELETE("/api/contacts/{id}/participations", at(id))),
  end: (id: string) => unwrap(api.POST("/api/contacts/{id}/end", at(id))),
  timeline: (id: string) => unwrap(api.GET("/api/contacts/{id}/timeline", at(id))),
  /** The description can only say that a file is text; what travels is a form. */
  upload(file: File, uid: string = uuid7()): Promise<FileOut> {
    const form = new FormData();
    form.append("file", file);
    form.append("uid", uid);
    return unwrap(api.POST("/api/files", { body: { file: file.name, uid }, bodySerializer: () => form }));
  },
};
