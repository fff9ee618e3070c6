import { describe, expect, it } from "vitest";
import { grade, Meter } from "./quality";

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
