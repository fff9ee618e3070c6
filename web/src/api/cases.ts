/** Records, cases and follow-ups. */
import { api, unwrap } from "./client";
import { everyPage } from "./everyPage";
import type { paths } from "./schema";
import type { CaseOut, RecordForm, Shape } from "./types";

const at = (id: string) => ({ params: { path: { id } } });

/** The description leaves open what a field holds; `FieldValue` is what it can be. */
const form = (asked: Parameters<typeof unwrap<Shape<"RecordOut">>>[0]) => unwrap(asked) as Promise<RecordForm>;

export type FollowUpQuery = NonNullable<paths["/api/follow-ups"]["get"]["parameters"]["query"]>;
export type CaseQuery = NonNullable<paths["/api/cases"]["get"]["parameters"]["query"]>;

export const records = {
  get: (contact: string) => form(api.GET("/api/contacts/{id}/record", at(contact))),
  fill: (contact: string, fields: Record<string, string | boolean | null>, revision: number) =>
    form(api.PATCH("/api/contacts/{id}/record", { ...at(contact), body: { fields, revision } })),
  archive: (contact: string) => form(api.POST("/api/contacts/{id}/record/archive", at(contact))),
};

export type Told = Shape<"InformationIn">["kind"];
export type CaseStep = Shape<"StepIn">["step"];

export const cases = {
  list: (query: CaseQuery) => unwrap(api.GET("/api/cases", { params: { query } })),
  get: (id: string) => unwrap(api.GET("/api/cases/{id}", at(id))),
  /** By the number that people say on the phone. */
  async byNumber(number: string): Promise<CaseOut | null> {
    const found = await cases.list({ q: number, limit: 10 });
    return found.items.find((one) => one.number === number) ?? null;
  },
  open: (body: { uid: string; contact: string; title: string }) => unwrap(api.POST("/api/cases", { body })),
  change: (id: string, body: { sensitive?: boolean; customer_waits?: boolean; title?: string }) =>
    unwrap(api.PATCH("/api/cases/{id}", { ...at(id), body })),
  /** The whole course of a case; long ones come in several pages. */
  timeline: (id: string) =>
    everyPage((after) => unwrap(api.GET("/api/cases/{id}/timeline", { params: { path: { id }, query: { after, limit: 200 } } }))),
  take: (id: string) => unwrap(api.PUT("/api/cases/{id}/owner", at(id))),
  note: (id: string, body: { uid: string; text: string }) => unwrap(api.POST("/api/cases/{id}/notes", { ...at(id), body })),
  inform: (id: string, body: Shape<"InformationIn">) =>
    unwrap(api.POST("/api/cases/{id}/informations", { ...at(id), body })),
  step: (id: string, body: Shape<"StepIn">) => unwrap(api.POST("/api/cases/{id}/steps", { ...at(id), body })),
  markComplex: (id: string) => unwrap(api.POST("/api/cases/{id}/complexity", at(id))),
  solve: (id: string, body: Shape<"SolutionIn">) =>
    unwrap(api.POST("/api/cases/{id}/solution", { ...at(id), body })),
  reopen: (id: string, body: Shape<"ReopeningIn">) => unwrap(api.POST("/api/cases/{id}/reopening", { ...at(id), body })),
  close: (id: string) => unwrap(api.POST("/api/cases/{id}/closing", at(id))),
  attach: (id: string, file: string) => unwrap(api.POST("/api/cases/{id}/attachments", { ...at(id), body: { file } })),
  handOver: (id: string, body: Shape<"CaseHandoverIn">) =>
    unwrap(api.POST("/api/cases/{id}/handovers", { ...at(id), body })),
  accept: (id: string, handover: string) =>
    unwrap(api.POST("/api/cases/{id}/handovers/{handover}/acceptance", { params: { path: { id, handover } } })),
  decline: (id: string, handover: string, reason: string) =>
    unwrap(api.POST("/api/cases/{id}/handovers/{handover}/refusal", { params: { path: { id, handover } }, body: { reason } })),
};

export const followUps = {
  list: (query: FollowUpQuery) => unwrap(api.GET("/api/follow-ups", { params: { query } })),
  tried: (id: string) => unwrap(api.POST("/api/follow-ups/{id}/tries", at(id))),
  done: (id: string, body: Shape<"OutcomeIn">) =>
    unwrap(api.POST("/api/follow-ups/{id}/outcome", { ...at(id), body })),
  invite: (id: string) => unwrap(api.POST("/api/follow-ups/{id}/invitation", at(id))),
};
