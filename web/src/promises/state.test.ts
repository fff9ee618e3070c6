import { describe, expect, it } from "vitest";
import { AT, iso, promise } from "./sample";
import { byDeadline, gone, isOpen, look } from "./state";

describe("how a promise looks", () => {
  it("runs until its first reminder, then it is near", () => {
    expect(look(promise(), AT + 4 * 60_000)).toBe("running");
    expect(look(promise(), AT + 5 * 60_000)).toBe("near");
  });

  it("is broken at its limit, even before the server's clock has said so", () => {
    expect(look(promise(), AT + 10 * 60_000)).toBe("broken");
    expect(look(promise({ state: "broken" }), AT)).toBe("broken");
  });

  it("stays what it was settled as", () => {
    expect(look(promise({ state: "kept" }), AT + 3_600_000)).toBe("kept");
    expect(look(promise({ state: "kept_late" }), AT + 3_600_000)).toBe("kept");
    expect(look(promise({ state: "cancelled" }), AT + 3_600_000)).toBe("gone");
    expect(look(promise({ state: "paused" }), AT + 3_600_000)).toBe("paused");
  });

  it("knows the share of time that is gone, between 0 and 1", () => {
    expect(gone(promise(), AT - 1)).toBe(0);
    expect(gone(promise(), AT + 2.5 * 60_000)).toBe(0.25);
    expect(gone(promise(), AT + 3_600_000)).toBe(1);
  });
});

describe("the order of promises", () => {
  it("is the nearest limit first, broken ones last", () => {
    const rows = [promise({ id: "late", limit: iso(-5), state: "broken" }), promise({ id: "far", limit: iso(60) }), promise({ id: "near", limit: iso(1) })];
    expect(rows.sort(byDeadline).map((one) => one.id)).toEqual(["near", "far", "late"]);
  });

  it("counts broken ones as still owed, kept ones not", () => {
    expect(isOpen(promise({ state: "broken" }))).toBe(true);
    expect(isOpen(promise({ state: "kept_late" }))).toBe(false);
  });
});
