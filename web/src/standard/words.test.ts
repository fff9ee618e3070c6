import { describe, expect, it } from "vitest";
import { slips, type Ban } from "./words";

const ban = (code: string, words: string[], alone = false): Ban => ({ code, words, why: "", why_en: "", instead: "", instead_en: "", alone });
const BANS = [ban("not_knowing", ["不知道", "no idea"]), ban("fillers", ["嗯", "那个"], true)];
const found = (text: string) => slips(text, BANS).map((one) => one.word);

describe("words not used to customers", () => {
  it("are found in both languages, whatever the case", () => {
    expect(found("这个我不知道，您稍等。")).toEqual(["不知道"]);
    expect(found("I have No Idea.")).toEqual(["no idea"]);
    expect(found("我这就为您查询。")).toEqual([]);
  });

  it("may stand alone where they only show listening", () => {
    expect(found("嗯。")).toEqual([]);
    expect(found("嗯，那个地方我查一下。")).toEqual(["嗯"]);
  });
});
