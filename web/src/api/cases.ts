/** Records, cases and follow-ups. */
import { api, unwrap } from "./client";
import { everyPage } from "./everyPage";
import type { CaseOut, Counted, FollowUpOut, Page, RecordForm, TimelineEntry } from "./types";

const at = (id: string) => ({ params: { path: { id } } });

export interface CaseQuery {
  status?: string;
  line?: string;
  owner?: string;
  type?: string;
  q?: string;
  after?: string;
  limit?: number;
}

export const records = {
  get: (contact: string) => unwrap<RecordForm>(api.GET("/api/contacts/{id}/record", at(contact))),
  fill: (contact: string, fields: Record<string, string | boolean | null>, revision: number) =>
    unwrap<RecordForm>(api.PATCH("/api/contacts/{id}/record", { ...at(contact), body: { fields, revision } })),
  archive: (contact: string) => unwrap<RecordForm>(api.POST("/api/contacts/{id}/record/archive", at(contact))),
};

export type Told = "progress" | "answer" | "feedback" | "support" | "refund" | "arrival";
export type CaseStep = "item_done" | "return_submitted" | "refund_paid" | "spokesperson_in_touch";

export const cases = {
  list: (query: CaseQuery) => unwrap<Page<CaseOut> & { count: Counted | null }>(api.GET("/api/cases", { params: { query } })),
  get: (id: string) => unwrap<CaseOut>(api.GET("/api/cases/{id}", at(id))),
  /** By the number that people say on the phone. */
  async byNumber(number: string): Promise<CaseOut | null> {
    const found = await cases.list({ q: number, limit: 10 });
    return found.items.find((one) => one.number === number) ?? null;
  },
  open: (body: { uid: string; contact: string; title: string }) => unwrap<CaseOut>(api.POST("/api/cases", { body })),
  change: (id: string, body: { sensitive?: boolean; customer_waits?: boolean; title?: string }) =>
    unwrap<CaseOut>(api.PATCH("/api/cases/{id}", { ...at(id), body })),
  /** The whole course of a case; long ones come in several pages. */
  timeline: (id: string) =>
    everyPage((after) => unwrap<Page<TimelineEntry>>(api.GET("/api/cases/{id}/timeline", { params: { path: { id }, query: { after, limit: 200 } } }))),
  take: (id: string) => unwrap<CaseOut>(api.PUT("/api/cases/{id}/owner", at(id))),
  note: (id: string, body: { uid: string; text: string }) => unwrap<CaseOut>(api.POST("/api/cases/{id}/notes", { ...at(id), body })),
  inform: (id: string, body: { uid: string; kind: Told; channel: string; text: string }) =>
    unwrap<CaseOut>(api.POST("/api/cases/{id}/informations", { ...at(id), body })),
  step: (id: string, body: { uid: string; step: CaseStep; text: string }) => unwrap<CaseOut>(api.POST("/api/cases/{id}/steps", { ...at(id), body })),
  markComplex: (id: string) => unwrap<CaseOut>(api.POST("/api/cases/{id}/complexity", at(id))),
  solve: (id: string, body: { root_cause: string; measures: string; result: string }) =>
    unwrap<CaseOut>(api.POST("/api/cases/{id}/solution", { ...at(id), body })),
  reopen: (id: string, body: { why: string; text: string }) => unwrap<CaseOut>(api.POST("/api/cases/{id}/reopening", { ...at(id), body })),
  close: (id: string) => unwrap<CaseOut>(api.POST("/api/cases/{id}/closing", at(id))),
  attach: (id: string, file: string) => unwrap<CaseOut>(api.POST("/api/cases/{id}/attachments", { ...at(id), body: { file } })),
  handOver: (id: string, body: { uid: string; kind: "owner" | "support"; person?: string; team?: string; reason: string }) =>
    unwrap(api.POST("/api/cases/{id}/handovers", { ...at(id), body })),
  accept: (id: string, handover: string) =>
    unwrap(api.POST("/api/cases/{id}/handovers/{handover}/acceptance", { params: { path: { id, handover } } })),
  decline: (id: string, handover: string, reason: string) =>
    unwrap(api.POST("/api/cases/{id}/handovers/{handover}/refusal", { params: { path: { id, handover } }, body: { reason } })),
};

export const followUps = {
  list: (query: { owner?: string; due?: string; after?: string }) => unwrap<Page<FollowUpOut>>(api.GET("/api/follow-ups", { params: { query } })),
  tried: (id: string) => unwrap<FollowUpOut>(api.POST("/api/follow-ups/{id}/tries", at(id))),
  done: (id: string, body: { outcome: "accepted" | "dissatisfied" | "unreachable"; feedback: string; remarks: string }) =>
    unwrap<FollowUpOut>(api.POST("/api/follow-ups/{id}/outcome", { ...at(id), body })),
  invite: (id: string) => unwrap<{ link: string; text: string; expires: string }>(api.POST("/api/follow-ups/{id}/invitation", at(id))),
};
