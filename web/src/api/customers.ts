/** Customers, masked; a reveal is recorded with its reason. */
import { api, unwrap } from "./client";
import type { Counted, CustomerHistoryOut, CustomerOut, Page } from "./types";

const at = (id: string) => ({ params: { path: { id } } });

export interface CustomerPatch {
  name?: string;
  salutation?: string;
  kind?: string;
  number?: string;
  email?: string;
  language?: string;
  remarks?: string;
  phones?: string[];
  documents?: { kind: string; number: string }[];
}

export const customers = {
  list: (query: { q?: string; phone?: string; last4?: string; after?: string }) =>
    unwrap<Page<CustomerOut> & { count: Counted | null }>(api.GET("/api/customers", { params: { query } })),
  get: (id: string) => unwrap<CustomerOut>(api.GET("/api/customers/{id}", at(id))),
  change: (id: string, body: CustomerPatch) => unwrap<CustomerOut>(api.PATCH("/api/customers/{id}", { ...at(id), body })),
  create: (body: CustomerPatch & { uid: string; line?: string }) => unwrap<CustomerOut>(api.POST("/api/customers", { body })),
  reveal: (id: string, field: string, reason: string, item?: string) =>
    unwrap<{ field: string; value: string }>(api.POST("/api/customers/{id}/reveals", { ...at(id), body: { field, reason, item } })),
  history: (id: string) => unwrap<CustomerHistoryOut>(api.GET("/api/customers/{id}/history", at(id))),
};

/** What a person typed into a search for customers, as the server wants it: whole phones and last digits apart. */
export function customerQuery(words: string): { q?: string; phone?: string; last4?: string } {
  const text = words.trim();
  const digits = text.replace(/[\s-]/g, "");
  if (/^\d{4}$/.test(digits)) return { last4: digits };
  if (/^\+?\d{7,15}$/.test(digits)) return { phone: digits };
  return text ? { q: text } : {};
}
