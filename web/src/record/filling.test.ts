import { describe, expect, it } from "vitest";
import type { FieldValue, RecordField, RecordForm } from "@/api/types";
import { completeness, conflicts, lacking, merged, settled } from "./filling";

const field = (key: string, value: FieldValue, required = true): RecordField => ({
  key,
  label: key,
  label_en: key,
  group: "handling",
  kind: "text",
  required,
  choices: [],
  system: false,
  sealed: false,
  value,
});

const form = (...fields: RecordField[]): RecordForm => ({
  groups: ["handling"],
  fields,
  missing: [],
  completeness: 0,
  revision: 1,
  changed: null,
  archived: null,
  case: null,
});

describe("a record being filled in", () => {
  it("shows what is typed over what the server has", () => {
    expect(merged(form(field("place", "旧"), field("demand", "")), { place: "新" }).map((one) => one.value)).toEqual(["新", ""]);
  });

  it("is as complete as its required fields; blanks and no answer lack, 'no' does not", () => {
    const fields = [field("place", "  "), field("demand", "修路灯"), field("needed", false), field("remarks", "", false)];
    expect(lacking(fields).map((one) => one.key)).toEqual(["place"]);
    expect(completeness(fields)).toBe(66);
    expect(completeness([field("remarks", "", false)])).toBe(100);
  });

  it("conflicts only where both wrote, and wrote different things", () => {
    const before = form(field("place", "旧"), field("demand", ""), field("result", ""));
    const after = form(field("place", "他"), field("demand", "修路灯"), field("result", "已修"));
    const found = conflicts({ place: "我", demand: "修路灯" }, before, after);
    expect(found.map((one) => [one.field.key, one.mine, one.theirs])).toEqual([["place", "我", "他"]]);
  });

  it("keeps what was typed while a save was under way", () => {
    expect(settled({ place: "解放路口", demand: "修" }, { place: "解放路", demand: "修" })).toEqual({ place: "解放路口" });
  });
});
