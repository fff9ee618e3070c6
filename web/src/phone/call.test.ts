import { describe, expect, it } from "vitest";
import type { CallOut, LegOut } from "@/api/phoneShapes";
import type { ContactOut } from "@/api/types";
import { mineWithoutTalk, newsDue, standing } from "./call";
import { grade, Meter } from "./quality";
import { ring, wave } from "./ringer";
import { telephoneOnly } from "./sdp";

const leg = (changes: Partial<LegOut>): LegOut => ({ id: "l", party: "agent", person: null, label: "", place: "talk", state: "up", muted: false, joined: false, answered: null, quality: null, ...changes });
const ME = { id: "wang", name: "王芳", work_number: "6021" };
const customer = leg({ id: "l1", party: "customer" });
const mine = leg({ id: "l2", person: ME });
const call = (changes: Partial<CallOut> = {}): CallOut => ({
  stage: "talk", web: false, number: null, caller: "138****5678", began: "2026-11-23T01:00:00Z", grace: null, hold: null, records: true, recording: null, hung_up_by: "", legs: [customer, mine], call_back: null, ...changes,
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

describe("the quality of a line", () => {
  it("is of the time since the last reading, not of the whole call", () => {
    const meter = new Meter();
    const counters = (packetsLost: number, packetsReceived: number) => [
      { type: "inbound-rtp", kind: "audio", packetsLost, packetsReceived, jitter: 0.012 },
      { type: "remote-inbound-rtp", kind: "audio", roundTripTime: 0.048 },
    ];
    expect(meter.read(counters(50, 50))).toEqual({ loss: 50, jitter: 12, round_trip: 48 });
    expect(meter.read(counters(50, 300))).toEqual({ loss: 0, jitter: 12, round_trip: 48 });
    expect(meter.read(counters(50, 300))).toBeNull();
    expect(meter.read([])).toBeNull();
  });

  it("has three grades, the worst of its figures decides", () => {
    const line = { loss: 0, jitter: 5, round_trip: 40 };
    expect([line, { ...line, jitter: 35 }, { ...line, loss: 6 }, { ...line, round_trip: null }].map(grade)).toEqual(["good", "fair", "poor", "good"]);
  });
});

describe("a session description", () => {
  const offer = ["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 110 126", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10", "a=rtpmap:63 red/48000/2",
    "a=rtpmap:9 G722/8000", "a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000", "a=rtpmap:110 telephone-event/48000", "a=rtpmap:126 telephone-event/8000", ""].join("\r\n"); // prettier-ignore

  it("offers alaw first, ulaw and tones, and nothing else", () => {
    const told = telephoneOnly(offer);
    expect(told).toContain("m=audio 9 UDP/TLS/RTP/SAVPF 8 0 110 126\r\n");
    expect(told).not.toMatch(/opus|G722|red|minptime/);
  });

  it("stays as it is where it has no telephone codec", () => {
    const only = "v=0\r\nm=audio 9 RTP/AVP 111\r\na=rtpmap:111 opus/48000/2\r\n";
    expect(telephoneOnly(only)).toBe(only);
  });
});

describe("the bell", () => {
  it("rings once in five seconds, as rings are counted, and does not clip", () => {
    const samples = ring();
    expect(samples).toHaveLength(40_000);
    expect(Math.max(...samples.map(Math.abs))).toBeLessThan(0.8);
    expect(Math.max(...samples.slice(16_000).map(Math.abs))).toBe(0);
    expect(new TextDecoder().decode(wave(samples).slice(8, 12))).toBe("WAVE");
  });
});
