import { describe, expect, it, vi } from "vitest";
import { attended } from "./attended";
import { customerQuery } from "./customers";
import { Refused } from "./refused";
import { uuid7 } from "./uuid7";

describe("an id made here", () => {
  it("is a UUIDv7 that sorts by time", () => {
    const [early, late] = [uuid7(1_800_000_000_000), uuid7(1_800_000_000_001)];
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(early < late).toBe(true);
    expect(Number.parseInt(early.replace("-", "").slice(0, 12), 16)).toBe(1_800_000_000_000);
  });
});

describe("a refusal", () => {
  it("is passing when the network or a restart is in the way, not when the rules are", () => {
    expect([0, 429, 503].every((status) => new Refused(status, {}).passing)).toBe(true);
    expect([401, 404, 409, 422, 500].some((status) => new Refused(status, {}).passing)).toBe(false);
  });
});

describe("what is typed to find a customer", () => {
  it("is four last digits, a whole phone, or words", () => {
    expect(customerQuery(" 5678 ")).toEqual({ last4: "5678" });
    expect(customerQuery("138 0013 8000")).toEqual({ phone: "13800138000" });
    expect(customerQuery("李")).toEqual({ q: "李" });
    expect(customerQuery("  ")).toEqual({});
  });
});

describe("a page left alone", () => {
  it("is unattended after a minute without pointer or key, and attended again at the next touch", () => {
    const start = Date.now();
    expect(attended(start + 59_000)).toBe(true);
    expect(attended(start + 62_000)).toBe(false);
    vi.setSystemTime(start + 120_000);
    dispatchEvent(new Event("keydown"));
    expect(attended(start + 130_000)).toBe(true);
    vi.useRealTimers();
  });
});
