/** The telephone: my phone, what is done in a call, call-backs, recordings, and the floor's numbers. */
import { api, unwrap } from "./client";
import type { DialIn, DialResult, PhoneChoice, Quality, Sounded, SuperviseMode, Target } from "./phoneShapes";
import type { paths } from "./schema";
import type { Shape } from "./types";

const at = (id: string) => ({ params: { path: { id } } });
const leg = (id: string, leg: string) => ({ params: { path: { id, leg } } });

export type CallBackQuery = NonNullable<paths["/api/call-backs"]["get"]["parameters"]["query"]>;

export const phones = {
  get: () => unwrap(api.GET("/api/phone", {})),
  choose: (choice: PhoneChoice) => unwrap(api.PUT("/api/phone", { body: { choice } })),
  hardSecret: () => unwrap(api.POST("/api/phone/hard-secret", {})),
  checked: (body: Shape<"CheckIn">) => unwrap(api.POST("/api/phone/checks", { body })),
  measured: (leg: string, quality: Quality) => unwrap(api.POST("/api/phone/quality", { body: { leg, ...quality } })),
};

export const calls = {
  /** The customer agreed: the person here said so by pressing the key. */
  hold: (contact: string, expected_minutes: number) =>
    unwrap(api.POST("/api/contacts/{id}/hold", { ...at(contact), body: { consent: true, expected_minutes } })),
  resume: (contact: string) => unwrap(api.DELETE("/api/contacts/{id}/hold", at(contact))),
  news: (contact: string) => unwrap(api.POST("/api/contacts/{id}/hold/news", at(contact))),
  mute: (contact: string, one: string, on: boolean) =>
    unwrap(api.PUT("/api/contacts/{id}/call/legs/{leg}/mute", { ...leg(contact, one), body: { on } })),
  drop: (contact: string, one: string) => unwrap(api.DELETE("/api/contacts/{id}/call/legs/{leg}", leg(contact, one))),
  lost: (contact: string) => unwrap(api.POST("/api/contacts/{id}/call/lost", at(contact))),
  consult: (contact: string, target: Target, expected_minutes: number) =>
    unwrap(api.POST("/api/contacts/{id}/consultations", { ...at(contact), body: { number: "", ...target, consent: true, expected_minutes } })),
  backToCustomer: (contact: string) => unwrap(api.DELETE("/api/contacts/{id}/consultations", at(contact))),
  conference: (contact: string) => unwrap(api.POST("/api/contacts/{id}/conference", at(contact))),
  handOver: (contact: string, body: Shape<"CallHandoverIn">) => unwrap(api.POST("/api/contacts/{id}/handover", { ...at(contact), body })),
  transferOutside: (contact: string, body: Shape<"OutsideTransferIn">) =>
    unwrap(api.POST("/api/contacts/{id}/outside-transfers", { ...at(contact), body })),
  supervise: (contact: string, mode: SuperviseMode) => unwrap(api.PUT("/api/contacts/{id}/supervision", { ...at(contact), body: { mode } })),
  stopSupervising: (contact: string) => unwrap(api.DELETE("/api/contacts/{id}/supervision", at(contact))),
  pauseRecording: (contact: string) => unwrap(api.PUT("/api/contacts/{id}/recording/pause", at(contact))),
  resumeRecording: (contact: string) => unwrap(api.DELETE("/api/contacts/{id}/recording/pause", at(contact))),
  dial: (body: DialIn) => unwrap(api.POST("/api/calls", { body })),
  result: (contact: string, result: DialResult) => unwrap(api.PUT("/api/contacts/{id}/dial-result", { ...at(contact), body: { result } })),
};

export const callBacks = {
  list: (query: CallBackQuery) => unwrap(api.GET("/api/call-backs", { params: { query } })),
  cancel: (id: string, reason: string) => unwrap(api.POST("/api/call-backs/{id}/cancellation", { ...at(id), body: { reason } })),
};

export const recordings = {
  of: (contact: string) => unwrap(api.GET("/api/contacts/{id}/recordings", at(contact))),
  /** The reader of answers makes lists of pairs; they stay pairs. */
  look: (id: string, reason: string) => unwrap(api.POST("/api/recordings/{id}/looks", { ...at(id), body: { reason } })) as Promise<Sounded>,
  audio: (id: string, part: "both" | "customer" | "agent") => `/api/recordings/${id}/audio?part=${part}`,
};

export const floorCalls = () => unwrap(api.GET("/api/floor/calls", {}));
