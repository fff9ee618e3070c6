import { describe, expect, it } from "vitest";
import { ring, wave } from "./ringer";

describe("the bell", () => {
  it("rings once in five seconds, as rings are counted, and does not clip", () => {
    const samples = ring();
    expect(samples).toHaveLength(40_000);
    expect(Math.max(...samples.map(Math.abs))).toBeLessThan(0.8);
    expect(Math.max(...samples.slice(16_000).map(Math.abs))).toBe(0);
    expect(new TextDecoder().decode(wave(samples).slice(8, 12))).toBe("WAVE");
  });
});
