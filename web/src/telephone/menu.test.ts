import { describe, expect, it } from "vitest";
import { choicesOf, faults, freeDigit, rowsOf, type Row } from "./menu";

const row = (digit: string, act: Row["do"], to = ""): Row => ({ digit, do: act, to });

describe("a menu's rows", () => {
  it("stand in the order of a telephone's keys and come back as they were", () => {
    const choices = { "#": { do: "voice_mail" }, "0": { do: "queue" }, "2": { do: "team", to: "t2" }, "1": { do: "skill", to: "tax" } } as const;
    const rows = rowsOf(choices);
    expect(rows.map((one) => one.digit)).toEqual(["1", "2", "0", "#"]);
    expect(choicesOf(rows)).toEqual(choices);
  });

  it("that need no goal carry none", () => {
    expect(choicesOf([row("1", "queue", "left over")])).toEqual({ "1": { do: "queue" } });
  });

  it("get the next free key until there is none", () => {
    expect(freeDigit([row("1", "queue"), row("3", "queue")])).toBe("2");
    expect(freeDigit([..."1234567890*#"].map((digit) => row(digit, "queue")))).toBeUndefined();
  });
});

describe("what is wrong with a menu", () => {
  it("is that it has no keys", () => expect(faults([], null)).toEqual(new Map([["", "empty"]])));

  it("is a key twice, a key that leads nowhere, and one that leads back here", () => {
    const rows = [row("1", "queue"), row("1", "voice_mail"), row("2", "team"), row("3", "menu", "own"), row("4", "menu", "other")];
    expect([...faults(rows, "own")]).toEqual([
      ["1", "twice"],
      ["2", "nowhere"],
      ["3", "circle"],
    ]);
  });

  it("is nothing in a sound one", () => expect(faults([row("1", "queue"), row("0", "team", "t1")], "own").size).toBe(0));
});
