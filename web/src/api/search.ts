/** The palette's search over what this person may see: cases and customers. */
import { cases } from "./cases";
import { customerQuery, customers } from "./customers";
import type { CaseOut, CustomerOut } from "./types";

export interface Found {
  cases: CaseOut[];
  customers: CustomerOut[];
}

const MOST = 6;

/** Four digits alone are not looked up as the end of a phone: that is counted and recorded, and wants to be meant. */
export async function search(words: string): Promise<Found> {
  const query = customerQuery(words);
  const [found, people] = await Promise.all([cases.list({ q: words, limit: MOST }), query.last4 ? null : customers.list(query)]);
  return { cases: found.items, customers: people?.items.slice(0, MOST) ?? [] };
}
