import { beforeEach, describe, expect, it } from "vitest";
import { ACTS, actOf, keys, pressed, remap, resetKeys, shown, worksWhileTyping } from "./map";

const press = (key: string, code: string, held: Partial<KeyboardEventInit> = {}) => new KeyboardEvent("keydown", { key, code, ...held });

beforeEach(() => {
  localStorage.clear();
  resetKeys();
});

describe("a key", () => {
  it("has one name, whatever the letter that Alt makes of it", () => {
    expect(pressed(press("π", "KeyP", { altKey: true }), true)).toBe("Alt+P");
    expect(pressed(press("k", "KeyK", { ctrlKey: true }), false)).toBe("Mod+K");
    expect(pressed(press("k", "KeyK", { metaKey: true }), true)).toBe("Mod+K");
    expect(pressed(press("F2", "F2", { shiftKey: true }), false)).toBe("Shift+F2");
  });

  it("is nothing while only a modifier is down", () => expect(pressed(press("Control", "ControlLeft", { ctrlKey: true }), false)).toBe(""));

  it("reads as the machine writes it", () => {
    expect(shown("Mod+K", false)).toBe("Ctrl K");
    expect(shown("Alt+Shift+P", true)).toBe("⌥⇧P");
  });

  it("may act while somebody types only with a modifier, or as a function key", () => {
    expect(["F9", "Alt+P", "Mod+K", "Shift+F2"].every(worksWhileTyping)).toBe(true);
    expect(["/", "J", "Shift+A"].some(worksWhileTyping)).toBe(false);
  });
});

describe("giving acts other keys", () => {
  it("moves the act and takes the key from whoever had it", () => {
    remap("answer", "F9");
    expect(actOf("F9")).toBe("answer");
    expect(keys.end).toBe("");
    expect(actOf("")).toBeUndefined();
  });

  it("is kept in the browser and can be undone", () => {
    remap("transfer", "Alt+T");
    expect(JSON.parse(localStorage.getItem("yingda.keys")!)).toEqual({ transfer: "Alt+T" });
    resetKeys();
    expect(keys.transfer).toBe(ACTS.transfer);
  });

  it("gives no two acts the same key by default", () => expect(new Set(Object.values(ACTS)).size).toBe(Object.keys(ACTS).length));
});
