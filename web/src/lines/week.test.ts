import { describe, expect, it } from "vitest";
import { read, written } from "./week";

describe("hours as people write them", () => {
  it("are read with either punctuation and come back the same", () => {
    expect(read("8:00-12:00，13：30至 18:00")).toEqual([
      ["08:00", "12:00"],
      ["13:30", "18:00"],
    ]);
    expect(read(written([["22:00", "06:00"], ["00:00", "24:00"]]))).toEqual([["22:00", "06:00"], ["00:00", "24:00"]]);
    expect(read("  ")).toEqual([]);
  });

  it("are refused when they name no time", () => {
    for (const text of ["8", "25:00-26:00", "08:00-08:61", "morning"]) expect(read(text)).toBeNull();
  });
});
