import { describe, expect, it } from "vitest";
import type { CallOut, LegOut } from "@/api/phoneShapes";
import type { ContactOut } from "@/api/types";
import { mineWithoutTalk, newsDue, standing } from "./call";

const leg = (changes: Partial<LegOut>): LegOut => ({ id: "l", party: "agent", person: null, label: "", place: "talk", state: "up", muted: false, joined: false, answered: null, quality: null, ...changes });
const ME = { id: "wang", name: "王芳", work_number: "6021" };
const customer = leg({ id: "l1", party: "customer" });
const mine = leg({ id: "l2", person: ME });
const call = (changes: Partial<CallOut> = {}): CallOut => ({
  stage: "talk", web: false, number: null, caller: "138****5678", began: "2026-11-23T01:00:00Z", grace: null, hold: null, records: true, recording: null, hung_up_by: "", legs: [customer, mine], call_back: null, dial_result: null, ...changes,
});
const contact = (changes: Partial<ContactOut> = {}) => ({ id: "c1", channel: "phone", state: "talking", agent: ME, call: call(), ...changes }) as ContactOut;

describe("how a call stands", () => {
  it("is read from its legs", () => {
    const interpreter = leg({ id: "l3", party: "outside" });
    expect(standing(call())).toBe("talk");
    const hold = { since: "2026-11-23T01:00:00Z", expected_minutes: 2, news: null };
    expect(standing(call({ hold, legs: [{ ...customer, place: "hold" }, mine, interpreter] }))).toBe("consulting");
    expect(standing(call({ legs: [customer, mine, { ...interpreter, joined: true }] }))).toBe("conference");
    expect(standing(call({ hold }))).toBe("hold");
    expect(standing(call({ stage: "queue", grace: "2026-11-23T01:00:00Z" }))).toBe("grace");
    expect(standing(call({ stage: "dial" }))).toBe("dialling");
  });

  it("owes the customer on hold news every thirty seconds, counted from the last", () => {
    const since = "2026-11-23T01:00:00Z";
    expect(newsDue({ since, expected_minutes: 2, news: null })).toBe(Date.parse("2026-11-23T01:00:30Z"));
    expect(newsDue({ since, expected_minutes: 2, news: "2026-11-23T01:00:25Z" })).toBe(Date.parse("2026-11-23T01:00:55Z"));
  });
});

describe("after a reload", () => {
  it("the talk that the server still believes in and nobody here holds is found", () => {
    expect(mineWithoutTalk([contact()], "wang", undefined)).toEqual({ contact: "c1", leg: "l2" });
    expect(mineWithoutTalk([contact()], "wang", "c1")).toBeNull();
  });

  it("a colleague's talk, one that rings or one that is over is not mine to bring back", () => {
    expect(mineWithoutTalk([contact({ agent: { ...ME, id: "chen" } })], "wang", undefined)).toBeNull();
    expect(mineWithoutTalk([contact({ call: call({ legs: [customer, { ...mine, state: "ringing" }] }) })], "wang", undefined)).toBeNull();
    expect(mineWithoutTalk([contact({ state: "ended" })], "wang", undefined)).toBeNull();
  });
});
