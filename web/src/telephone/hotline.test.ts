import { describe, expect, it } from "vitest";
import { formOf, hotlineFaults, sameForm } from "./hotline";
import type { HotlineOut } from "./types";

const ROW: HotlineOut = {
  line: "hotline",
  records: true,
  notice: true,
  languages: ["zh"],
  menu: null,
  position_every: 30,
  holds_place: true,
  offer_place_after: 30,
  voice_mail: true,
  short_abandon: 5,
  caller_number: null,
  retention_days: 180,
  decent_from: "08:30:00",
  decent_until: "20:30:00",
  retries: 3,
  retry_minutes: 30,
};

describe("a line on the phone", () => {
  it("as it comes from the server has nothing wrong and nothing changed", () => {
    const form = formOf(ROW);
    expect(hotlineFaults(form)).toEqual({});
    expect([form.decent_from, form.menu, sameForm(form, formOf(ROW))]).toEqual(["08:30", "", true]);
  });

  it("knows when something was changed, also in a list", () => {
    const form = formOf(ROW);
    form.languages.push("en");
    expect(sameForm(form, formOf(ROW))).toBe(false);
    expect(ROW.languages).toEqual(["zh"]);
  });

  it("keeps recordings at least thirty days", () => {
    expect(hotlineFaults({ ...formOf(ROW), retention_days: 29 })).toEqual({ retention_days: { code: "within", values: { least: 30, most: 3650 } } });
  });

  it("speaks some language and calls within some hours", () => {
    const faults = hotlineFaults({ ...formOf(ROW), languages: [], decent_from: "21:00" });
    expect(Object.keys(faults).sort()).toEqual(["decent_until", "languages"]);
  });

  it("takes no empty number for a number", () => expect(hotlineFaults({ ...formOf(ROW), retries: "" as never })).toHaveProperty("retries"));
});
