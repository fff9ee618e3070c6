/** The palette's search over what this person may see. */
import { api, unwrap } from "./client";

export interface Hit {
  kind: "contact" | "case" | "customer";
  id: string;
  label: string;
  hint: string;
  to: { name: string; params?: Record<string, string>; query?: Record<string, string> };
}

interface SearchOut {
  items: { kind: Hit["kind"]; id: string; label: string; hint: string }[];
}

export async function search(q: string): Promise<{ items: Hit[] }> {
  const found = await unwrap<SearchOut>(api.GET("/api/search", { params: { query: { q } } }));
  return { items: found.items.map((one) => ({ ...one, to: address(one) })) };
}

function address(hit: { kind: string; id: string }): Hit["to"] {
  if (hit.kind === "contact") return { name: "contact", params: { id: hit.id } };
  if (hit.kind === "case") return { name: "case", params: { number: hit.id } };
  return { name: "customers", query: { id: hit.id } };
}
