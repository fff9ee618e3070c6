/** The shapes of the API that the desk works with: the server's own, generated from its OpenAPI description. */
import type { components } from "./schema";

export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type Iso = string;

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type AgentOut = Shape<"AgentOut">;
export type CaseOut = Shape<"CaseOut">;
export type ContactOut = Shape<"ContactOut">;
export type ContactState = ContactOut["state"];
export type Counted = Shape<"Counted">;
export type CustomerBrief = Shape<"CustomerBrief">;
export type CustomerOut = Shape<"CustomerOut">;
export type CustomerHistoryOut = Omit<Shape<"HistoryOut">, "promises"> & { promises: PromiseOut[] };
export type DeskOut = Shape<"DeskOut">;
export type FileOut = Shape<"FileOut">;
export type FollowUpOut = Shape<"FollowUpOut">;
export type HandoverOut = Shape<"CaseHandoverOut">;
export type IdentityCheckOut = Shape<"IdentityCheckOut">;
export type DayIn = Shape<"DayIn">;
export type Hours = Shape<"HoursOut">;
export type KeptSite = Shape<"KeptSite">;
export type LineBrief = Shape<"LineOut">;
export type LookOut = Shape<"LookOut">;
export type Me = Shape<"MeOut">;
export type Member = Shape<"MemberOut">;
export type MessageOut = Shape<"MessageOut">;
export type NoticeOut = Shape<"NoticeOut">;
export type OfferOut = Shape<"OfferOut">;
export type PersonBrief = Shape<"PersonBrief">;
export type PresenceOut = Shape<"PresenceOut">;
export type PresenceState = PresenceOut["state"];
export type PromiseDetail = Shape<"PromiseDetail">;
export type PromiseHandover = Shape<"PromiseHandoverOut">;
export type PromiseOut = Shape<"PromiseOut">;
export type PromiseState = PromiseOut["state"];
export type QueueHead = Shape<"QueueOut">;
export type StepOut = Shape<"ContactStepOut">;
export type TeamBrief = Shape<"TeamOut">;
export type TeamDetail = Shape<"TeamDetail">;
export type TimelineEntry = Shape<"TimelineEntry"> & { text?: string };
export type VersionDetail = Shape<"VersionDetail">;
export type VersionOut = Shape<"VersionOut">;
export type WaitingOut = Shape<"WaitingOut">;
export type Week = Shape<"WeekIn">;

/** What may stand in a field of the record form; the description calls it anything. */
export type FieldValue = string | boolean | null;
export type RecordGroup = "customer" | "contact" | "handling" | "follow_up";
export type RecordField = Omit<Shape<"FieldOut">, "value" | "group"> & { value: FieldValue; group: RecordGroup };
export type RecordForm = Omit<Shape<"RecordOut">, "fields"> & { fields: RecordField[] };
