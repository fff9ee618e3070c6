/** The shapes of the API that the desk works with, as the server's OpenAPI page describes them. */

export type Iso = string;

export interface PersonBrief {
  id: string;
  name: string;
  work_number: string;
}

export interface LineBrief {
  code: string;
  name: string;
  name_en: string;
}

export interface CustomerBrief {
  id: string;
  name: string;
  salutation: string;
  kind: "new" | "returning" | "vip";
  phone: string | null;
}

export interface FileOut {
  id: string;
  name: string;
  size: number;
  media_type: string;
  picture: boolean;
  url: string;
}

export type Author = "customer" | "agent" | "system";
export type MessageKind = "text" | "file" | "opening" | "news" | "whisper";

export interface MessageOut {
  id: string;
  contact: string;
  author: Author;
  kind: MessageKind;
  by: PersonBrief | null;
  text: string;
  file: FileOut | null;
  at: Iso;
  seen: Iso | null;
}

export type ContactState = "waiting" | "offered" | "talking" | "ended" | "closed" | "archived";
export type Step = "connect" | "accept" | "handle" | "transfer" | "archive" | "feedback";

export interface StepOut {
  step: Step;
  reached: Iso | null;
  lacks: string[];
  lacks_en: string[];
}

export interface ContactOut {
  id: string;
  line: LineBrief;
  channel: "chat" | "phone" | "email" | "sms" | "visit";
  direction: "inbound" | "transferred" | "follow_up";
  state: ContactState;
  step: Step;
  steps: StepOut[];
  customer: CustomerBrief | null;
  language: string;
  agent: PersonBrief | null;
  request_type: string;
  urgency: string;
  need: string;
  arrived: Iso;
  queued: Iso | null;
  rang: Iso | null;
  answered: Iso | null;
  ended: Iso | null;
  ended_by: string;
  archived: Iso | null;
  unread: number;
  last_message: MessageOut | null;
  case: { id: string; number: string } | null;
}

export interface OfferOut {
  id: string;
  contact: ContactOut;
  at: Iso;
  rings_out: Iso;
  rings: number;
}

export type PromiseState = "running" | "paused" | "kept" | "kept_late" | "broken" | "cancelled";

export interface PromiseOut {
  id: string;
  rule: string;
  title: string;
  title_en: string;
  line: string | null;
  subject: { kind: string; id: string | null; label: string };
  contact: string | null;
  case: string | null;
  owner: PersonBrief | null;
  opened: Iso;
  target: Iso | null;
  limit: Iso;
  reminders: Iso[];
  state: PromiseState;
  settled: Iso | null;
  broken: Iso | null;
  round: number;
  words: string;
  source: string;
}

export type PresenceState = "offline" | "ready" | "offered" | "serving" | "wrap_up" | "rest" | "training" | "away";

export interface PresenceOut {
  state: PresenceState;
  since: Iso | null;
  reason: string;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Me {
  id: string;
  username: string;
  name: string;
  name_en: string;
  work_number: string;
  language: string;
  roles: string[];
  team: { id: string; name: string; name_en: string } | null;
  lines: LineBrief[];
  organisation: { name: string; name_en: string; zone: string; language: string };
  csrf: string;
  idle_minutes: number;
}

export interface TeamBrief {
  id: string;
  name: string;
  name_en: string;
}

export interface Member extends PersonBrief {
  username: string;
  name_en: string;
  roles: string[];
  team: TeamBrief | null;
  is_active: boolean;
}

export interface TeamDetail extends TeamBrief {
  lines: LineBrief[];
  supervisor: PersonBrief | null;
}

export interface NoticeOut {
  id: number;
  kind: "reminder" | "escalation";
  at: Iso;
  limit: Iso;
  promise: PromiseOut;
}

export interface QueueHead {
  waiting: number;
  longest_since: Iso | null;
}

export interface DeskOut {
  presence: PresenceOut;
  contacts: ContactOut[];
  offers: OfferOut[];
  queue: QueueHead;
  promises: PromiseOut[];
  notices: NoticeOut[];
  position: number;
}

export interface WaitingOut {
  contact: string;
  position: number;
  expected_seconds: number | null;
  line: LineBrief;
  channel: ContactOut["channel"];
  language: string;
  state: string;
  urgency: string;
  since: Iso;
  customer: CustomerBrief | null;
  team: string | null;
  prefers: PersonBrief | null;
}

export interface AgentOut {
  person: PersonBrief;
  team: { id: string; name: string; name_en: string } | null;
  presence: PresenceOut;
  capacity: Record<string, number>;
  contacts: ContactOut[];
}

export interface TimelineEntry {
  id: number;
  at: Iso;
  recorded: Iso | null;
  name: string;
  title: string;
  detail: string;
  by: PersonBrief | null;
  person: PersonBrief | null;
  text?: string; // what was said or written, on a case's timeline
}

export interface IdentityCheckOut {
  id: string;
  by: PersonBrief;
  consent: boolean;
  reason: string;
  compared: string[];
  result: "passed" | "failed" | "refused";
  at: Iso;
}

export interface PromiseHandover {
  id: string;
  promise: string;
  by: PersonBrief;
  to: PersonBrief;
  at: Iso;
  answered: Iso | null;
  accepted: boolean | null;
}

export interface PromiseDetail extends PromiseOut {
  explanation: { zh: string; en: string }[];
  pauses: { since: Iso; ended: Iso | null; reason: string }[];
  extensions: { id: string; before: Iso; limit: Iso; reason: string; told: string; at: Iso; by: PersonBrief }[];
  handovers: PromiseHandover[];
  reason: string;
}

export interface CustomerOut extends CustomerBrief {
  number: string;
  email: string;
  language: string;
  remarks: string;
  phones: { id: string; phone: string; preferred: boolean }[];
  documents: { id: string; kind: string; number: string }[];
}

export type FieldValue = string | boolean | null;

export interface RecordField {
  key: string;
  label: string;
  label_en: string;
  group: "customer" | "contact" | "handling" | "follow_up";
  kind: "text" | "long" | "choice" | "time" | "flag" | "files";
  required: boolean;
  choices: { code: string; label: string; label_en: string }[];
  system: boolean;
  sealed: boolean;
  value: FieldValue;
}

export interface RecordForm {
  groups: RecordField["group"][];
  fields: RecordField[];
  missing: { field: string; label: string }[];
  completeness: number;
  revision: number;
  changed: Iso | null;
  archived: Iso | null;
  case: { id: string; number: string } | null;
}

export interface HandoverOut {
  id: string;
  kind: "owner" | "support";
  by: PersonBrief;
  to_person: PersonBrief | null;
  to_team: TeamBrief | null;
  reason: string;
  at: Iso;
  answered: Iso | null;
  accepted: boolean | null;
  accepted_by: PersonBrief | null;
  declined_because: string;
}

export interface CaseOut {
  id: string;
  number: string;
  source: "contact" | "message" | "desk";
  line: LineBrief;
  customer: CustomerBrief | null;
  owner: PersonBrief | null;
  status: "pending" | "in_progress" | "done";
  request_type: string;
  urgency: string;
  title: string;
  sensitive: boolean;
  complex: boolean;
  customer_waits: boolean;
  root_cause: string;
  measures: string;
  result: string;
  registered: Iso | null;
  opened: Iso;
  changed: Iso;
  solved: Iso | null;
  closed: Iso | null;
  reopened: number;
  matter: Record<"happened" | "place" | "subject" | "description" | "demand" | "measures" | "result" | "policy_basis" | "related_number" | "remarks", string>;
  contacts: { id: string; channel: ContactOut["channel"]; arrived: Iso; agent: PersonBrief | null }[];
  handovers: HandoverOut[];
  attachments: FileOut[];
}

export interface Counted {
  number: number;
  more: boolean;
}

export interface CustomerHistoryOut {
  contacts: ContactOut[];
  cases: CaseOut[];
  open_cases: number;
  promises: PromiseOut[];
}

export interface FollowUpOut {
  id: string;
  case: { id: string; number: string; title: string; request_type: string; result: string; solved: Iso | null };
  customer: CustomerBrief | null;
  owner: PersonBrief | null;
  due: Iso;
  tries: number;
  last_try: Iso | null;
  done: Iso | null;
  done_by: PersonBrief | null;
  outcome: string;
  solved: boolean | null;
  feedback: string;
  remarks: string;
}
