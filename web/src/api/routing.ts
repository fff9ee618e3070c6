/** Presence, offers and the queue. */
import { api, unwrap } from "./client";
import type { Shape } from "./types";

const at = (id: string) => ({ params: { path: { id } } });

/** What a person may choose to be; the other states follow from their contacts. */
export type WishedState = Shape<"PresenceIn">["state"];

export const presence = {
  get: () => unwrap(api.GET("/api/presence", {})),
  go: (state: WishedState, reason = "") => unwrap(api.PUT("/api/presence", { body: { state, reason } })),
  renew: (browser: string) => unwrap(api.PUT("/api/presence/lease", { body: { browser } })),
};

export const offers = {
  accept: (id: string) => unwrap(api.POST("/api/offers/{id}/acceptance", at(id))),
  decline: (id: string) => unwrap(api.POST("/api/offers/{id}/refusal", { ...at(id), body: { reason: "" } })),
};

export const floor = {
  queue: () => unwrap(api.GET("/api/queue", {})),
  assign: (contact: string, body: Shape<"AssignmentIn">) =>
    unwrap(api.POST("/api/contacts/{id}/assignments", { ...at(contact), body })),
  agents: () => unwrap(api.GET("/api/agents", {})),
};
