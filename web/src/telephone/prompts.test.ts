import { describe, expect, it } from "vitest";
import { fileFault, matches } from "./prompts";
import type { PromptOut } from "./types";

const one: PromptOut = {
  key: "position_a",
  language: "zh",
  kind: "words",
  whole: "您前面还有{n}位",
  text: "您前面还有",
  rule: "2.2",
  seconds: 1.2,
  source: "shipped",
  current: true,
  line: null,
  by: null,
  at: null,
};
const wish = { q: "", spoken: "zh", source: "" };

describe("announcements", () => {
  it("are found by their words, key and rule", () => {
    expect(["前面", "POSITION", "2.2"].map((q) => matches(one, { ...wish, q }))).toEqual([true, true, true]);
    expect(matches(one, { ...wish, q: "录音" })).toBe(false);
  });

  it("are found by where the sound comes from, and by saying something old", () => {
    expect(matches(one, { ...wish, source: "shipped" })).toBe(true);
    expect(matches(one, { ...wish, source: "old" })).toBe(false);
    expect(matches({ ...one, current: false }, { ...wish, source: "old" })).toBe(true);
  });

  it("stand by language", () => expect(matches(one, { ...wish, spoken: "en" })).toBe(false));
});

describe("a recording", () => {
  it("is a sound of a size that can be sent", () => {
    expect(fileFault({ name: "问候.WAV", size: 10 })).toBe("");
    expect(fileFault({ name: "a.m4a", size: 10 })).toBe("sound_type");
    expect(fileFault({ name: "a.mp3", size: 0 })).toBe("sound_empty");
    expect(fileFault({ name: "a.flac", size: 21 * 1024 * 1024 })).toBe("sound_large");
  });
});
