import { describe, expect, it } from "vitest";
import { TABS, tabsFor } from "./tabs";

describe("the telephone's page", () => {
  it("is the administrator's, what callers hear also the editor's, and nobody else's", () => {
    expect(tabsFor(new Set(["administrator"]))).toEqual(TABS);
    expect(tabsFor(new Set(["editor", "agent"]))).toEqual(["lines", "menus", "prompts", "buttons"]);
    expect(tabsFor(new Set(["agent", "supervisor", "auditor", "inspector"]))).toEqual([]);
  });
});
