/** Customers, masked; a reveal is recorded with its reason. */
import { api, unwrap } from "./client";
import type { CustomerHistoryOut, Shape } from "./types";

const at = (id: string) => ({ params: { path: { id } } });

export type CustomerPatch = Shape<"CustomerPatch">;

export const customers = {
  list: (query: { q?: string; phone?: string; last4?: string; after?: string }) =>
    unwrap(api.GET("/api/customers", { params: { query } })),
  get: (id: string) => unwrap(api.GET("/api/customers/{id}", at(id))),
  change: (id: string, body: CustomerPatch) => unwrap(api.PATCH("/api/customers/{id}", { ...at(id), body })),
  create: (body: Shape<"CustomerIn">) => unwrap(api.POST("/api/customers", { body })),
  reveal: (id: string, field: Shape<"CustomerRevealIn">["field"], reason: string, item?: string) =>
    unwrap(api.POST("/api/customers/{id}/reveals", { ...at(id), body: { field, reason, item } })),
  history: (id: string) => unwrap(api.GET("/api/customers/{id}/history", at(id))) as Promise<CustomerHistoryOut>,
};

/** What a person typed into a search for customers, as the server wants it: whole phones and last digits apart. */
export function customerQuery(words: string): { q?: string; phone?: string; last4?: string } {
  const text = words.trim();
  const digits = text.replace(/[\s-]/g, "");
  if (/^\d{4}$/.test(digits)) return { last4: digits };
  if (/^\+?\d{7,15}$/.test(digits)) return { phone: digits };
  return text ? { q: text } : {};
}
