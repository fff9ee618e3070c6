/** Promises, and what people were told about them. */
import { api, unwrap } from "./client";
import type { NoticeOut, Page, PromiseDetail, PromiseOut } from "./types";

const at = (id: string) => ({ params: { path: { id } } });
export interface PromiseQuery {
  mine?: boolean;
  contact?: string;
  case?: string;
  state?: string;
  after?: string;
  limit?: number;
}

export const promises = {
  list: (query: PromiseQuery) => unwrap<Page<PromiseOut>>(api.GET("/api/promises", { params: { query } })),
  get: (id: string) => unwrap<PromiseDetail>(api.GET("/api/promises/{id}", at(id))),
  give: (caseId: string, body: { id: string; due: string; words: string; contact?: string }) =>
    unwrap<PromiseOut>(api.POST("/api/cases/{id}/promises", { ...at(caseId), body })),
  extend: (id: string, body: { id: string; limit: string; reason: string; told: string }) =>
    unwrap<PromiseOut>(api.POST("/api/promises/{id}/extensions", { ...at(id), body })),
  handOver: (id: string, body: { id: string; to: string }) => unwrap(api.POST("/api/promises/{id}/handovers", { ...at(id), body })),
  answerHandover: (id: string, handover: string, accept: boolean) => {
    const params = { path: { id, handover } };
    return unwrap(
      accept
        ? api.POST("/api/promises/{id}/handovers/{handover}/acceptance", { params })
        : api.POST("/api/promises/{id}/handovers/{handover}/refusal", { params }),
    );
  },
  cancel: (id: string, reason: string) => unwrap<PromiseOut>(api.POST("/api/promises/{id}/cancellation", { ...at(id), body: { reason } })),
  notices: () => unwrap<Page<NoticeOut>>(api.GET("/api/notices", {})),
  seen: (upto: number) => unwrap(api.POST("/api/notices/seen", { body: { upto } })),
};
