/** Promises, and what people were told about them. */
import { api, unwrap } from "./client";
import type { paths } from "./schema";
import type { Shape } from "./types";

const at = (id: string) => ({ params: { path: { id } } });
export type PromiseQuery = NonNullable<paths["/api/promises"]["get"]["parameters"]["query"]>;

export const promises = {
  list: (query: PromiseQuery) => unwrap(api.GET("/api/promises", { params: { query } })),
  get: (id: string) => unwrap(api.GET("/api/promises/{id}", at(id))),
  give: (caseId: string, body: Shape<"WordIn">) =>
    unwrap(api.POST("/api/cases/{id}/promises", { ...at(caseId), body })),
  extend: (id: string, body: Shape<"ExtensionIn">) =>
    unwrap(api.POST("/api/promises/{id}/extensions", { ...at(id), body })),
  handOver: (id: string, body: Shape<"PromiseHandoverIn">) => unwrap(api.POST("/api/promises/{id}/handovers", { ...at(id), body })),
  answerHandover: (id: string, handover: string, accept: boolean) => {
    const params = { path: { id, handover } };
    return unwrap(
      accept
        ? api.POST("/api/promises/{id}/handovers/{handover}/acceptance", { params })
        : api.POST("/api/promises/{id}/handovers/{handover}/refusal", { params }),
    );
  },
  cancel: (id: string, reason: string) => unwrap(api.POST("/api/promises/{id}/cancellation", { ...at(id), body: { reason } })),
  notices: () => unwrap(api.GET("/api/notices", {})),
  seen: (upto: number) => unwrap(api.POST("/api/notices/seen", { body: { upto } })),
};
