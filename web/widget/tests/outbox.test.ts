import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../embed/http";
import { drawer, memoryStorage } from "../frame/keep";
import { Outbox, type Item } from "../frame/outbox";

const item = (uid: string, text = uid): Item => ({ uid, kind: "text", text, at: "2026-11-23T02:00:00Z" });
const lost = () => new Failure(0, "network", "");

describe("the outbox", () => {
  let storage: Storage;
  let sent: string[];
  let failures: Failure[];

  const box = () =>
    new Outbox(
      drawer("hotline", storage),
      async (one) => {
        const failure = failures.shift();
        if (failure) throw failure;
        sent.push(one.uid);
      },
      () => undefined,
    );

  beforeEach(() => {
    vi.useFakeTimers();
    [storage, sent, failures] = [memoryStorage(), [], []];
  });

  afterEach(() => void vi.useRealTimers());

  it("sends in the order of writing and keeps nothing that has arrived", async () => {
    const out = box();
    out.add(item("b1"));
    out.add(item("b2"));
    await vi.runAllTimersAsync();
    expect(sent).toEqual(["b1", "b2"]);
    expect(out.items()).toEqual([]);
  });

  it("keeps what could not be sent and sends it under the same uid, before what came later", async () => {
    failures = [lost(), lost()];
    const out = box();
    out.add(item("b1"));
    await vi.advanceTimersByTimeAsync(10);
    out.add(item("b2"));
    await vi.advanceTimersByTimeAsync(0);
    expect(out.items().map((one) => one.uid)).toEqual(["b1", "b2"]);
    await vi.runAllTimersAsync();
    expect(sent).toEqual(["b1", "b2"]);
  });

  it("still holds what was written when the page is loaded anew", async () => {
    failures = [lost()];
    box().add(item("b1", "路灯坏了"));
    await vi.advanceTimersByTimeAsync(0);
    const reloaded = box();
    expect(reloaded.items()[0]?.text).toBe("路灯坏了");
    reloaded.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual(["b1"]);
  });

  it("waits as long as the server asks when it was too often", async () => {
    failures = [new Failure(429, "too_often", "", null, 30)];
    const out = box();
    out.add(item("b1"));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toEqual(["b1"]);
    expect(out.items()).toEqual([]);
  });

  it("lays what the server will not have before its writer, and goes on with the rest", async () => {
    failures = [new Failure(422, "malformed", "“电话”填写有误", "phone")];
    const out = box();
    out.add(item("b1"));
    out.add(item("b2"));
    await vi.runAllTimersAsync();
    expect(sent).toEqual(["b2"]);
    expect(out.items()).toMatchObject([{ uid: "b1", refused: "“电话”填写有误", field: "phone" }]);
    out.retry("b1");
    await vi.runAllTimersAsync();
    expect(sent).toEqual(["b2", "b1"]);
  });

  it("sends at once when told to, instead of waiting the delay out", async () => {
    failures = [lost(), lost(), lost(), lost()];
    const out = box();
    out.add(item("b1"));
    for (let n = 0; n < 4; n++) {
      await vi.advanceTimersByTimeAsync(0);
      out.flush();
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual(["b1"]);
  });

  it("does not lose another tab's words by writing its own", () => {
    const [one, other] = [box(), box()];
    one.add(item("b1"));
    other.add(item("b2"));
    expect(one.items().map((each) => each.uid)).toEqual(["b1", "b2"]);
  });
});
