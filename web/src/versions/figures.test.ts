import { describe, expect, it } from "vitest";
import { changes, figuresOf, typed } from "./figures";

const base = {
  promises: {
    defaults: { reminders: ["1/2", "4/5"] },
    promise: { "4.10": { zh: "甲", en: "A", limit: "3 working days" }, "4.2": { zh: "首次响应", en: "First response", target: "10s", limit: "30s", reminders: [] } },
  },
};

describe("the figures of promises", () => {
  it("stand in the order of the rules, with the usual reminders where none are written", () => {
    expect(figuresOf(base).map((one) => [one.rule, one.target, one.limit, one.reminders])).toEqual([
      ["4.2", "10s", "30s", ""],
      ["4.10", "", "3 working days", "1/2, 4/5"],
    ]);
  });

  it("go to the server only where they were changed", () => {
    const rows = figuresOf(base);
    expect(typed(base, rows)).toEqual({});
    rows[0]!.limit = " 20s ";
    rows[1]!.reminders = "1/3，2/3";
    expect(typed(base, rows)).toEqual({ promises: { promise: { "4.2": { limit: "20s" }, "4.10": { reminders: ["1/3", "2/3"] } } } });
  });

  it("are compared with another version's", () => {
    const after = structuredClone(base);
    after.promises.promise["4.2"].limit = "20s";
    expect(changes(base, after).map((one) => [one.rule.rule, one.name, one.before, one.after])).toEqual([["4.2", "limit", "30s", "20s"]]);
  });
});
