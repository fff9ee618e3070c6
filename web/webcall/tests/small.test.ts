import { afterEach, describe, expect, it, vi } from "vitest";
import { loudness } from "../frame/level";
import { microphone } from "../frame/microphone";
import { lasted } from "../frame/times";
import { TROUBLES, WORDS } from "../frame/words";

afterEach(() => vi.unstubAllGlobals());

function browser(secure: boolean, error?: string): void {
  vi.stubGlobal("isSecureContext", secure);
  const getUserMedia = async () => {
    if (error) throw new DOMException("", error);
    return "voice";
  };
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
}

describe("the microphone", () => {
  it("is asked for", async () => {
    browser(true);
    expect(await microphone()).toBe("voice");
  });

  it("needs a secure page", async () => {
    browser(false);
    await expect(microphone()).rejects.toMatchObject({ code: "insecure" });
  });

  it("cannot be had where the page around forbids it", async () => {
    browser(true);
    Object.assign(document, { featurePolicy: { allowsFeature: () => false } });
    await expect(microphone()).rejects.toMatchObject({ code: "forbidden" });
    Object.assign(document, { featurePolicy: undefined });
  });

  it.each([
    ["NotAllowedError", "denied"],
    ["NotFoundError", "no_microphone"],
    ["NotReadableError", "microphone_busy"],
    ["TypeError", "microphone"],
  ])("says why there is none: %s", async (name, code) => {
    browser(true, name);
    await expect(microphone()).rejects.toMatchObject({ code });
  });
});

describe("times and levels", () => {
  it("are shown as a telephone shows them", () => {
    expect([0, 65.9, 3723, -1].map(lasted)).toEqual(["00:00", "01:05", "1:02:03", "00:00"]);
  });

  it("are silent for silence and full for loud speech", () => {
    expect(loudness(new Float32Array(64))).toBe(0);
    expect(loudness(new Float32Array(64).fill(0.9))).toBe(1);
  });
});

describe("words", () => {
  const sentences = (words: object) =>
    Object.values(words)
      .flat()
      .map((text) => (typeof text === "function" ? text(3) : text) as string);

  it("are complete in both languages", () => {
    expect(Object.keys(WORDS.en).sort()).toEqual(Object.keys(WORDS.zh).sort());
    expect(Object.keys(TROUBLES.en).sort()).toEqual(Object.keys(TROUBLES.zh).sort());
  });

  it("have full-width punctuation in Chinese and no Chinese in English", () => {
    for (const text of [...sentences(WORDS.zh), ...sentences(TROUBLES.zh)]) expect(text).not.toMatch(/[一-鿿][,.;:?!]/);
    const { switchLanguage, switchLanguageLabel, ...rest } = WORDS.en;
    for (const text of [...sentences(rest), ...sentences(TROUBLES.en)]) expect(text).not.toMatch(/[一-鿿]/);
    expect(switchLanguage + switchLanguageLabel).toMatch(/中文/);
  });

  it("name a way out of every trouble", () => {
    for (const [title, way] of Object.values(TROUBLES.zh)) expect(`${title}${way}`).toMatch(/请/);
  });
});
