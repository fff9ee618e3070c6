import { describe, expect, it } from "vitest";
import type { PhoneOut } from "@/api/phoneShapes";
import { codeOf, toneOf, usable } from "./standing";
import { idle, type PhoneState } from "./state";

const known = (changes: Partial<PhoneOut> = {}): PhoneOut => ({
  configured: true, exchange: { up: true, words: "" }, choice: "browser", registered: true, browser: null, hard: null, check: null, ...changes,
}); // prettier-ignore
const here = (changes: Partial<PhoneState> = {}): PhoneState => ({ ...idle(), ...changes });
const talk = { contact: "c1", leg: "l1", from: "", stage: "ringing", since: 0, muted: false, auto: false } as const;

describe("how my telephone stands", () => {
  it("is told by the first thing that is in the way", () => {
    expect(codeOf(known({ configured: false }), here())).toBe("not_configured");
    expect(codeOf(known({ exchange: { up: false, words: "" } }), here({ link: "registered" }))).toBe("exchange_down");
    expect(codeOf(known({ choice: null }), here())).toBe("choose");
    expect(codeOf(known(), here({ trouble: "insecure" }))).toBe("insecure");
    expect(codeOf(known(), here())).toBe("connecting");
    expect(codeOf(known(), here({ link: "registered" }))).toBe("registered");
  });

  it("shows a talk whatever the exchange says, and why a ring cannot be answered", () => {
    expect(codeOf(known({ exchange: { up: false, words: "" } }), here({ talk: { ...talk, stage: "talking" } }))).toBe("talking");
    expect(codeOf(known(), here({ talk }))).toBe("ringing");
    expect(codeOf(known(), here({ talk, trouble: "microphone_denied" }))).toBe("microphone_denied");
  });

  it("follows the phone on the desk where that is chosen", () => {
    const hard = (registered: boolean) => known({ choice: "hard", hard: { username: "h6021", registered } });
    expect([codeOf(hard(true), here()), codeOf(hard(false), here())]).toEqual(["hard_registered", "hard_off"]);
    expect(toneOf("hard_off")).toBe("broken");
  });

  it("lets nobody dial without a phone that is ready", () => {
    expect(usable(known(), here({ link: "registered" }))).toBe(true);
    expect(usable(known(), here({ link: "connecting" }))).toBe(false);
    expect(usable(undefined, here())).toBe(false);
  });
});
