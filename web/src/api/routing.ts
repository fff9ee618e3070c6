/** Presence, offers and the queue. */
import { api, unwrap } from "./client";
import type { AgentOut, ContactOut, Page, PresenceOut, PresenceState, WaitingOut } from "./types";

const at = (id: string) => ({ params: { path: { id } } });

export const presence = {
  get: () => unwrap<PresenceOut>(api.GET("/api/presence", {})),
  go: (state: PresenceState, reason = "") => unwrap<PresenceOut>(api.PUT("/api/presence", { body: { state, reason } })),
  renew: (browser: string) => unwrap(api.PUT("/api/presence/lease", { body: { browser } })),
};

export const offers = {
  accept: (id: string) => unwrap<ContactOut>(api.POST("/api/offers/{id}/acceptance", at(id))),
  decline: (id: string) => unwrap(api.POST("/api/offers/{id}/refusal", { ...at(id), body: { reason: "" } })),
};

export const floor = {
  queue: () => unwrap<Page<WaitingOut>>(api.GET("/api/queue", {})),
  assign: (contact: string, body: { id: string; agent: string; reason: string; consent: boolean }) =>
    unwrap<ContactOut>(api.POST("/api/contacts/{id}/assignments", { ...at(contact), body })),
  agents: () => unwrap<Page<AgentOut>>(api.GET("/api/agents", {})),
};
