import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refused } from "@/api/refused";
import { Outbox, type Letter } from "./outbox";

const AT = 1_800_000_000_000;
let carried: Letter[];
let answer: (letter: Letter) => Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  carried = [];
  answer = () => Promise.resolve();
});
afterEach(() => vi.useRealTimers());

const open = () =>
  new Outbox("out.wang", (letter) => {
    carried.push(letter);
    return answer(letter);
  });

describe("the outbox", () => {
  it("lets a letter go once the server has taken it", async () => {
    const box = open();
    box.post({ contact: "c1", text: "您好" }, AT);
    await vi.advanceTimersByTimeAsync(0);
    expect(box.letters).toEqual([]);
    expect(localStorage.length).toBe(0);
  });

  it("sends again with the same id when the network was silent", async () => {
    const box = open();
    answer = () => Promise.reject(new Refused(0, {}));
    box.post({ contact: "c1", text: "您好" }, AT);
    await vi.advanceTimersByTimeAsync(0);
    expect(box.letters[0]!.state).toBe("pending");
    answer = () => Promise.resolve();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(box.letters).toEqual([]);
    expect(carried).toHaveLength(2);
    expect(carried[1]!.uid).toBe(carried[0]!.uid);
  });

  it("keeps the order within a contact and does not let one contact wait for another", async () => {
    const box = open();
    answer = (letter) => (letter.contact === "c1" ? Promise.reject(new Refused(503, {})) : Promise.resolve());
    box.post({ contact: "c1", text: "一" }, AT);
    box.post({ contact: "c1", text: "二" }, AT);
    box.post({ contact: "c2", text: "三" }, AT);
    await vi.advanceTimersByTimeAsync(0);
    expect(box.letters.map((one) => one.text)).toEqual(["一", "二"]);
    expect(carried.map((one) => one.text)).not.toContain("二");
  });

  it("keeps a refused letter with its reason, and goes on with the next", async () => {
    const box = open();
    answer = (letter) => (letter.text === "坏" ? Promise.reject(new Refused(409, { code: "over", message: "会话已结束。" })) : Promise.resolve());
    box.post({ contact: "c1", text: "坏" }, AT);
    box.post({ contact: "c1", text: "好" }, AT);
    await vi.advanceTimersByTimeAsync(0);
    expect(box.letters.map((one) => [one.text, one.state, one.why])).toEqual([["坏", "failed", "会话已结束。"]]);
    answer = () => Promise.resolve();
    box.retry(box.letters[0]!.uid);
    await vi.advanceTimersByTimeAsync(0);
    expect(box.letters).toEqual([]);
  });

  it("survives a reload, also beside another tab's letters", async () => {
    answer = () => Promise.reject(new Refused(0, {}));
    open().post({ contact: "c1", text: "一" }, AT);
    open().post({ contact: "c1", text: "二" }, AT);
    expect(
      open()
        .letters.map((one) => one.text)
        .sort(),
    ).toEqual(["一", "二"]);
  });

  it("drops a letter for good when told to", async () => {
    answer = () => Promise.reject(new Refused(0, {}));
    const box = open();
    box.drop(box.post({ contact: "c1", text: "一" }, AT).uid);
    expect(open().letters).toEqual([]);
  });
});
