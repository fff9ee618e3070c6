/** The telephone: my phone, what is done in a call, call-backs, recordings, and the floor's numbers. */
import { api, unwrap } from "./client";
import type {
  CallBackOut,
  CheckIn,
  DialIn,
  DialResult,
  FloorCalls,
  HardSecret,
  PhoneChoice,
  PhoneOut,
  Quality,
  RecordingOut,
  Sounded,
  SuperviseMode,
  Target,
} from "./phoneShapes";
import type { ContactOut, Page } from "./types";

type Answer = Promise<{ data?: never; error?: unknown; response: Response }>;
type Door = (path: string, options: object) => Answer;
const door = api as unknown as Record<"GET" | "POST" | "PUT" | "DELETE", Door>;

const get = <T>(path: string, query: object = {}) => unwrap<T>(door.GET(path, { params: { query } }));
const post = <T>(path: string, body?: object) => unwrap<T>(door.POST(path, { body }));
const put = <T>(path: string, body?: object) => unwrap<T>(door.PUT(path, { body }));
const remove = <T>(path: string) => unwrap<T>(door.DELETE(path, {}));

export const phones = {
  get: () => get<PhoneOut>("/api/phone"),
  choose: (choice: PhoneChoice) => put<PhoneOut>("/api/phone", { choice }),
  hardSecret: () => post<HardSecret>("/api/phone/hard-secret"),
  checked: (body: CheckIn) => post<unknown>("/api/phone/checks", body),
  measured: (leg: string, quality: Quality) => post<unknown>("/api/phone/quality", { leg, ...quality }),
};

export const calls = {
  hold: (contact: string, expected_minutes: number) => post<ContactOut>(`/api/contacts/${contact}/hold`, { consent: true, expected_minutes }),
  resume: (contact: string) => remove<ContactOut>(`/api/contacts/${contact}/hold`),
  news: (contact: string) => post<ContactOut>(`/api/contacts/${contact}/hold/news`),
  mute: (contact: string, leg: string, on: boolean) => put<ContactOut>(`/api/contacts/${contact}/call/legs/${leg}/mute`, { on }),
  drop: (contact: string, leg: string) => remove<ContactOut>(`/api/contacts/${contact}/call/legs/${leg}`),
  lost: (contact: string) => post<ContactOut>(`/api/contacts/${contact}/call/lost`),
  consult: (contact: string, target: Target) => post<ContactOut>(`/api/contacts/${contact}/consultations`, target),
  backToCustomer: (contact: string) => remove<ContactOut>(`/api/contacts/${contact}/consultations`),
  conference: (contact: string) => post<ContactOut>(`/api/contacts/${contact}/conference`),
  handOver: (contact: string, body: { consent: boolean; reason: string }) => post<ContactOut>(`/api/contacts/${contact}/handover`, body),
  transferOutside: (contact: string, body: { number: string; reason: string; consent: boolean }) =>
    post<ContactOut>(`/api/contacts/${contact}/outside-transfers`, body),
  supervise: (contact: string, mode: SuperviseMode) => put<ContactOut>(`/api/contacts/${contact}/supervision`, { mode }),
  stopSupervising: (contact: string) => remove<ContactOut>(`/api/contacts/${contact}/supervision`),
  pauseRecording: (contact: string) => put<ContactOut>(`/api/contacts/${contact}/recording/pause`),
  resumeRecording: (contact: string) => remove<ContactOut>(`/api/contacts/${contact}/recording/pause`),
  dial: (body: DialIn) => post<ContactOut>("/api/calls", body),
  result: (contact: string, result: DialResult) => put<ContactOut>(`/api/contacts/${contact}/dial-result`, { result }),
};

export const callBacks = {
  list: (query: { state?: string; line?: string; after?: string }) => get<Page<CallBackOut>>("/api/call-backs", query),
  cancel: (id: string, reason: string) => post<unknown>(`/api/call-backs/${id}/cancellation`, { reason }),
};

export const recordings = {
  of: (contact: string) => get<RecordingOut[]>(`/api/contacts/${contact}/recordings`),
  look: (id: string, reason: string) => post<Sounded>(`/api/recordings/${id}/looks`, { reason }),
  audio: (id: string, part: "both" | "customer" | "agent") => `/api/recordings/${id}/audio?part=${part}`,
};

export const floorCalls = () => get<FloorCalls>("/api/floor/calls");
