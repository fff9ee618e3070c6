import { describe, expect, it } from "vitest";
import { failure } from "../../embed/http";
import { contrast, shades } from "../../embed/colours";
import { named, objection } from "../frame/files";
import { uuid7 } from "../frame/ids";
import { drawer, memoryStorage } from "../frame/keep";
import { day, size } from "../frame/times";
import { WORDS } from "../frame/words";

describe("ids", () => {
  it("are UUIDs of version 7 that sort by time", () => {
    const ids = [1, 2, 3].map((second) => uuid7(1_790_000_000_000 + second * 1000));
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(ids[0]!.replace("-", "").slice(0, 12), 16)).toBe(1_790_000_001_000);
  });

  it("written in the same millisecond still sort in the order of writing", () => {
    const ids = Array.from({ length: 50 }, () => uuid7(1_790_000_000_000));
    expect([...ids].sort()).toEqual(ids);
  });
});

describe("colours", () => {
  it.each(["#1f6f5c", "#ffd400", "#ffffff", "#000000", "#2f5d8a", "#e07a5f", "red", ""])("of %s can be read (AA)", (accent) => {
    const made = shades(accent);
    expect(contrast(made.accent, made.onAccent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(made.accentText, "#ffffff")).toBeGreaterThanOrEqual(4.5);
  });
});

describe("files", () => {
  const limits = { text: 4000, file: 10 * 1024 * 1024, endings: [".png", ".pdf"] };
  const why = (name: string, bytes: number) => objection({ name, size: bytes }, limits, WORDS.zh);

  it("are taken by ending and size, and refused in a sentence that names them", () => {
    expect(why("路灯.PNG", 10)).toBeNull();
    expect(why("a.exe", 10)).toContain("a.exe");
    expect(why("a", 10)).toContain("类型");
    expect(why("a.pdf", 11 * 1024 * 1024)).toContain("10 MB");
    expect(why("a.pdf", 0)).toContain("空");
  });

  it("from the clipboard get a name that says when", () => {
    const pasted = new File(["x"], "image.png", { type: "image/png" });
    expect(named(pasted, new Date(2026, 10, 23, 9, 5, 7)).name).toBe("screenshot-090507.png");
    expect(named(new File(["x"], "a.png")).name).toBe("a.png");
  });
});

describe("what is kept", () => {
  it("stays apart by site and bears what it cannot read", () => {
    const storage = memoryStorage();
    drawer("a", storage).set("draft", "甲");
    storage.setItem("yingda:b:draft", "{broken");
    expect(drawer("a", storage).get("draft")).toBe("甲");
    expect(drawer("b", storage).get("draft")).toBeNull();
  });
});

describe("refusals", () => {
  it("name the field, whichever form they have", () => {
    expect(failure(422, '{"code":"malformed","message":"m","field":"phone"}').field).toBe("phone");
    expect(failure(422, '{"code":"malformed","message":"m","fields":[{"field":"body.phone"}]}').field).toBe("phone");
  });

  it("say whether trying again can help", () => {
    expect([0, 408, 429, 500, 502].map((status) => failure(status, "").passing)).toEqual([true, true, true, true, true]);
    expect([401, 404, 409, 422].map((status) => failure(status, "<html>").passing)).toEqual([false, false, false, false]);
  });
});

describe("times and sizes", () => {
  it("are said as people say them", () => {
    const now = new Date(2026, 10, 23, 1, 0);
    expect(day(new Date(2026, 10, 22, 23, 0).toISOString(), "zh", WORDS.zh, now)).toBe("昨天");
    expect(day(new Date(2026, 10, 1).toISOString(), "zh", WORDS.zh, now)).toBe("11月1日");
    expect([size(12), size(13_000), size(10 * 1024 * 1024)]).toEqual(["12 B", "13 KB", "10 MB"]);
  });
});

describe("words", () => {
  it("are complete in both languages, and Chinese has full-width punctuation", () => {
    expect(Object.keys(WORDS.en).sort()).toEqual(Object.keys(WORDS.zh).sort());
    for (const [key, text] of Object.entries(WORDS.zh)) {
      if (typeof text === "string" && !key.startsWith("switch")) expect(text).not.toMatch(/[一-鿿][,.;:?!]/);
    }
  });
});
