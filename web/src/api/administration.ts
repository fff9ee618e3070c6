/** What an administrator keeps: people, teams, lines with their hours and widgets, and the standard's versions. */
import { api, unwrap } from "./client";
import type { DayIn, Shape } from "./types";

const of = (uid: string) => ({ params: { path: { uid } } });
const on = (code: string) => ({ params: { path: { code } } });

export const people = {
  list: () => unwrap(api.GET("/api/people", {})),
  add: (body: Shape<"MemberIn">) => unwrap(api.POST("/api/people", { body })),
  change: (id: string, body: Shape<"MemberPatch">) => unwrap(api.PATCH("/api/people/{uid}", { ...of(id), body })),
  setPassword: (id: string, password: string) => unwrap(api.PUT("/api/people/{uid}/password", { ...of(id), body: { password } })),
  unlock: (id: string) => unwrap(api.DELETE("/api/people/{uid}/lock", of(id))),
};

export const teams = {
  list: () => unwrap(api.GET("/api/teams", {})),
  save: (id: string, body: Shape<"TeamIn">) => unwrap(api.PUT("/api/teams/{uid}", { ...of(id), body })),
};

export const lines = {
  list: () => unwrap(api.GET("/api/lines", {})),
  save: (code: string, body: { name: string; name_en: string }) => unwrap(api.PUT("/api/lines/{code}", { ...on(code), body: { ...body, active: true } })),
  hours: (code: string) => unwrap(api.GET("/api/lines/{code}/hours", on(code))),
  saveHours: (code: string, body: Shape<"HoursIn">) => unwrap(api.PUT("/api/lines/{code}/hours", { ...on(code), body })),
  days: (code: string, year: number) => unwrap(api.GET("/api/lines/{code}/calendar-days", { params: { path: { code }, query: { year } } })),
  saveDays: (code: string, year: number, days: DayIn[]) => unwrap(api.PUT("/api/lines/{code}/calendar-days", { ...on(code), body: { year, days } })),
};

export const sites = {
  list: () => unwrap(api.GET("/api/chat-sites", {})),
  save: (key: string, body: Shape<"SiteIn">) => unwrap(api.PUT("/api/chat-sites/{key}", { params: { path: { key } }, body })),
};

export const versions = {
  list: (after?: string) => unwrap(api.GET("/api/standard/versions", { params: { query: { after } } })),
  get: (number: number) => unwrap(api.GET("/api/standard/versions/{number}", { params: { path: { number } } })),
  draft: (body: Shape<"DraftIn">) => unwrap(api.POST("/api/standard/drafts", { body })),
  approve: (number: number, effective: string) =>
    unwrap(api.POST("/api/standard/versions/{number}/approval", { params: { path: { number } }, body: { effective } })),
};

export const looks = (after?: string) => unwrap(api.GET("/api/looks", { params: { query: { after } } }));
