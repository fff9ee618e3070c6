/** What the rows of a call mean to the person who looks at it. No state of its own. */
import type { CallOut, LegOut } from "@/api/phoneShapes";
import type { ContactOut } from "@/api/types";
import { SECOND } from "@/time/format";

export const NEWS_EVERY = 30 * SECOND;

/** How a call stands: `consulting` leaves the customer with music, `conference` has all of them talk, `grace` waits for a lost agent. */
export type Standing = "lobby" | "queue" | "dialling" | "talk" | "hold" | "consulting" | "conference" | "grace" | "voice_mail" | "ended";

export const customerLeg = (call: CallOut) => call.legs.find((leg) => leg.party === "customer");

/** Whom we brought in: a colleague, an interpreter, a department. */
export const thirdLegs = (call: CallOut): LegOut[] => call.legs.filter((leg) => leg.party === "colleague" || leg.party === "outside");

/** The leg of this person, as agent, colleague or supervisor. */
export const legOf = (call: CallOut, person: string | undefined) => call.legs.find((leg) => leg.person?.id === person);

export function standing(call: CallOut): Standing {
  if (call.stage === "dial") return "dialling";
  if (call.grace && call.stage !== "ended") return "grace";
  if (call.stage !== "talk") return call.stage;
  const third = thirdLegs(call);
  if (third.some((leg) => !leg.joined)) return "consulting";
  if (call.hold) return "hold";
  return third.length ? "conference" : "talk";
}

/** When the customer on hold is to hear news (4.3), in milliseconds since 1970. */
export function newsDue(hold: NonNullable<CallOut["hold"]>): number {
  return Date.parse(hold.news ?? hold.since) + NEWS_EVERY;
}

/** A telephone contact that is going on, with its call. */
export function onThePhone(contact: ContactOut): CallOut | null {
  return contact.channel === "phone" && contact.call && contact.call.stage !== "ended" ? contact.call : null;
}

/** The contact in which I still stand talking for the server: after a reload nobody here holds that talk any more. */
export function mineWithoutTalk(contacts: readonly ContactOut[], me: string, talking: string | undefined): { contact: string; leg: string } | null {
  for (const contact of contacts) {
    const call = onThePhone(contact);
    const leg = call && contact.state === "talking" && contact.agent?.id === me ? legOf(call, me) : undefined;
    if (leg?.state === "up" && leg.party === "agent" && contact.id !== talking) return { contact: contact.id, leg: leg.id };
  }
  return null;
}
