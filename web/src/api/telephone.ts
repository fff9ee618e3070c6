/** What administrators and editors keep of the telephone. */
import type { HotlineOut, WebCallOut } from "@/telephone/types";
import { api, unwrap } from "./client";
import type { Shape } from "./types";

const MOST = 500;
const all = { params: { query: { limit: MOST } } };
const of = (id: string) => ({ params: { path: { id } } });
const items = async <T>(asked: Promise<{ items: T[] }>): Promise<T[]> => (await asked).items;
const recording = (file: File) => ({ body: file as never, bodySerializer: (body: unknown) => body as never, headers: { "Content-Type": file.type || "application/octet-stream" } });

export const exchange = () => unwrap(api.GET("/api/exchange", {}));
export const phones = { list: () => unwrap(api.GET("/api/phones", {})) };

export const trunks = {
  list: () => items(unwrap(api.GET("/api/trunks", all))),
  add: (body: Shape<"TrunkIn">) => unwrap(api.POST("/api/trunks", { body })),
  change: (id: string, body: Shape<"TrunkIn">) => unwrap(api.PUT("/api/trunks/{id}", { ...of(id), body })),
  drop: (id: string) => unwrap(api.DELETE("/api/trunks/{id}", of(id))),
};

export const numbers = {
  list: () => items(unwrap(api.GET("/api/numbers", all))),
  add: (body: Shape<"NumberIn">) => unwrap(api.POST("/api/numbers", { body })),
  change: (id: string, body: Shape<"NumberIn">) => unwrap(api.PUT("/api/numbers/{id}", { ...of(id), body })),
  drop: (id: string) => unwrap(api.DELETE("/api/numbers/{id}", of(id))),
};

export const hotlines = {
  get: (line: string) => unwrap(api.GET("/api/hotlines/{line}", { params: { path: { line } } })) as Promise<HotlineOut>,
  save: (line: string, body: Shape<"HotlineIn">) => unwrap(api.PUT("/api/hotlines/{line}", { params: { path: { line } }, body })),
};

type Language = "zh" | "en";
const spoken = (id: string, language: Language) => ({ id, language });

export const menus = {
  list: () => items(unwrap(api.GET("/api/menus", all))),
  add: (body: Shape<"MenuIn">) => unwrap(api.POST("/api/menus", { body })),
  change: (id: string, body: Shape<"MenuIn">) => unwrap(api.PUT("/api/menus/{id}", { ...of(id), body })),
  drop: (id: string) => unwrap(api.DELETE("/api/menus/{id}", of(id))),
  audio: (id: string, language: Language) => `/api/menus/${id}/sounds/${language}`,
  record: (id: string, language: Language, file: File) =>
    unwrap(api.PUT("/api/menus/{id}/sounds/{language}", { params: { path: spoken(id, language), query: { name: file.name } }, ...recording(file) })),
  restore: (id: string, language: Language) => unwrap(api.DELETE("/api/menus/{id}/sounds/{language}", { params: { path: spoken(id, language) } })),
};

export const webCalls = {
  list: () => items(unwrap(api.GET("/api/web-calls", all))) as Promise<WebCallOut[]>,
  save: (key: string, body: Shape<"WebCallIn">) => unwrap(api.PUT("/api/web-calls/{key}", { params: { path: { key } }, body })),
  drop: (key: string) => unwrap(api.DELETE("/api/web-calls/{key}", { params: { path: { key } } })),
};

type Sound = Pick<Shape<"PromptOut">, "key" | "language">;
const sound = ({ key, language }: Sound, line: string) => ({ path: { key, language: language as Language }, query: { line: line || undefined } });

export const prompts = {
  /** `line` empty: those of all lines. `everything`: numbers and times, too. */
  list: (line: string, everything: boolean) => unwrap(api.GET("/api/prompts", { params: { query: { line: line || undefined, numbers: everything } } })),
  audio: ({ key, language }: Sound, line: string) => `/api/prompts/${key}/${language}/audio${line ? `?line=${line}` : ""}`,
  replace: (one: Sound, line: string, file: File) => {
    const { path, query } = sound(one, line);
    return unwrap(api.PUT("/api/prompts/{key}/{language}", { params: { path, query: { ...query, name: file.name } }, ...recording(file) }));
  },
  restore: (one: Sound, line: string) => unwrap(api.DELETE("/api/prompts/{key}/{language}", { params: sound(one, line) })),
};
