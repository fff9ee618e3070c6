import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../embed/http";
import type { Api } from "../frame/api";
import { said, type Heard, type Phone } from "../frame/phone";
import { LOOK_EVERY_MS, Session, type Outside } from "../frame/session";
import { Trouble, type Standing } from "../frame/shapes";

const ACCOUNT = { token: "t1", username: "webcall", secret: "s", ws_url: "ws://127.0.0.1:1/ws", domain: "127.0.0.1", ice_servers: [] };
const INFO = { title: { zh: "市民热线", en: "City Hotline" }, open: true, hours: { zh: "", en: "" }, voice_mail: true };
const NOBODY = { name: "", phone: "" };

/** A customer with a microphone, a server that lets them call, an exchange that waits to be told. */
class Stage {
  line!: Heard;
  standing: Standing = { state: "lobby", position: null, expected_seconds: null };
  phone: { [verb in keyof Phone]: ReturnType<typeof vi.fn> } = { mute: vi.fn(), press: vi.fn(), hangUp: vi.fn() };
  letGo = vi.fn();
  play = vi.fn();
  server: Api = { info: async () => INFO, call: vi.fn(async () => ACCOUNT), standing: async () => this.standing };
  voice = {} as MediaStream;
  outside: Outside = {
    server: () => this.server,
    microphone: async () => this.voice,
    letGo: this.letGo,
    play: this.play,
    dial: async (_to, _voice, heard) => {
      this.line = heard;
      return this.phone as unknown as Phone;
    },
  };
  session = new Session("hotline", "zh", this.outside);

  async up(): Promise<void> {
    await this.session.call(NOBODY);
    this.line.up();
    await vi.advanceTimersByTimeAsync(0);
  }

  async stands(standing: Partial<Standing>): Promise<void> {
    this.standing = { position: null, expected_seconds: null, state: "lobby", ...standing };
    await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS);
  }

  get state() {
    return this.session.state;
  }
}

let stage: Stage;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_790_000_000_000 });
  stage = new Stage();
});
afterEach(() => void vi.useRealTimers());

describe("a call", () => {
  it("goes through the queue to somebody, and counts the talk from when they answer", async () => {
    await stage.up();
    expect(stage.state.stage).toBe("lobby");
    await stage.stands({ state: "queue", position: 2, expected_seconds: 95 });
    expect([stage.state.stage, stage.state.place, stage.state.minutes]).toEqual(["queue", 2, 2]);
    await stage.stands({ state: "talk" });
    await vi.advanceTimersByTimeAsync(61_000);
    stage.line.over("us");
    expect([stage.state.stage, stage.state.mine, Math.round(stage.state.lasted!)]).toEqual(["over", false, 61]);
    expect(stage.letGo).toHaveBeenCalledWith(stage.voice);
    expect(stage.play).toHaveBeenLastCalledWith(null);
  });

  it("tells the server who is calling, in which language", async () => {
    stage.session.speak("en");
    await stage.session.call({ name: "李", phone: "13800138000" });
    expect(stage.server.call).toHaveBeenCalledWith("hotline", "en", { name: "李", phone: "13800138000" });
  });

  it("that the customer ends was ended by them, and what comes later changes nothing", async () => {
    await stage.up();
    stage.session.hangUp();
    expect(stage.phone.hangUp).toHaveBeenCalledOnce();
    stage.line.over("lost");
    await stage.stands({ state: "talk" });
    expect([stage.state.stage, stage.state.mine, stage.state.trouble]).toEqual(["over", true, null]);
  });

  it("that the network lost says so", async () => {
    await stage.up();
    stage.line.steady(false);
    expect(stage.state.unsteady).toBe(true);
    stage.line.over("lost");
    expect(stage.state.trouble?.code).toBe("lost");
  });

  it("that left a message says so, and not that nobody answered", async () => {
    await stage.up();
    await stage.stands({ state: "voice_mail" });
    stage.session.hangUp();
    expect([stage.state.left, stage.state.lasted]).toEqual([true, null]);
  });

  it("goes on without a place when the server does not answer for a while", async () => {
    await stage.up();
    stage.server.standing = async () => Promise.reject(new Failure(503, "", ""));
    await vi.advanceTimersByTimeAsync(3 * LOOK_EVERY_MS);
    expect(stage.state.stage).toBe("lobby");
  });

  it("takes keys only once there is somebody to hear them", async () => {
    stage.session.press("1");
    await stage.up();
    for (const digit of "12#") stage.session.press(digit);
    expect(stage.phone.press.mock.calls.flat()).toEqual(["1", "2", "#"]);
    expect(stage.state.pressed).toBe("12#");
  });

  it("can be muted", async () => {
    await stage.up();
    stage.session.mute(true);
    expect([stage.state.muted, stage.phone.mute.mock.calls]).toEqual([true, [[true]]]);
  });

  it("that is hung up while it is set up does not come to life afterwards", async () => {
    let ready = (_: Phone) => undefined as void;
    stage.outside.dial = (_to, _voice, heard) => ((stage.line = heard), new Promise((done) => (ready = done)));
    const calling = stage.session.call(NOBODY);
    await vi.advanceTimersByTimeAsync(0);
    expect(stage.state.stage).toBe("dialling");
    stage.session.hangUp();
    ready(stage.phone as unknown as Phone);
    await calling;
    stage.line.up();
    expect(stage.phone.hangUp).toHaveBeenCalledOnce();
    expect(stage.state.stage).toBe("over");
  });

  it("is one at a time, and the next begins afresh", async () => {
    await stage.up();
    await stage.session.call(NOBODY);
    expect(stage.server.call).toHaveBeenCalledOnce();
    stage.line.over("us");
    stage.session.anew();
    expect([stage.state.stage, stage.state.trouble, stage.state.pressed]).toEqual(["ready", null, ""]);
  });
});

describe("when it does not work", () => {
  it("a refused microphone leaves the customer where they were, with the reason", async () => {
    stage.outside.microphone = async () => Promise.reject(new Trouble("denied"));
    await stage.session.call(NOBODY);
    expect([stage.state.stage, stage.state.trouble?.code]).toEqual(["ready", "denied"]);
    expect(stage.server.call).not.toHaveBeenCalled();
  });

  it.each([
    [new Failure(0, "network", ""), "silent"],
    [new Failure(409, "pbx.none", "电话不可用"), "exchange"],
    [new Failure(422, "malformed", "电话填写有误", "phone"), "refused"],
    [new Failure(429, "too_often", "请稍后再试"), "refused"],
  ])("what the server says is understood: %s", async (failure, code) => {
    stage.server.call = async () => Promise.reject(failure);
    await stage.session.call(NOBODY);
    expect(stage.state.trouble).toMatchObject({ code, field: failure.field });
    expect(stage.letGo).toHaveBeenCalled();
  });

  it("a defect is not taken for trouble with the network", async () => {
    stage.outside.dial = async () => Promise.reject(new TypeError("defect"));
    await expect(stage.session.call(NOBODY)).rejects.toThrow("defect");
  });

  it("a server that is away is asked again until it answers", async () => {
    const info = stage.server.info;
    stage.server.info = async () => Promise.reject(new Failure(502, "", ""));
    await stage.session.begin();
    expect(stage.state.missing).toBe("network");
    stage.server.info = info;
    await vi.advanceTimersByTimeAsync(5_000);
    expect([stage.state.missing, stage.state.info]).toEqual([null, INFO]);
  });

  it("a button that was switched off is not asked again", async () => {
    stage.server.info = vi.fn(async () => Promise.reject(new Failure(404, "not_found", "")));
    await stage.session.begin();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([stage.state.missing, vi.mocked(stage.server.info).mock.calls.length]).toEqual(["gone", 1]);
  });
});

describe("what SIP says about an end", () => {
  it.each([
    ["remote", "Terminated", "us"],
    ["local", "Terminated", "me"],
    ["local", "Canceled", "me"],
    ["remote", "Busy", "busy"],
    ["local", "RTP Timeout", "lost"],
    ["system", "Connection Error", "silent"],
    ["remote", "Not Found", "refused"],
    ["remote", "Authentication Error", "refused"],
  ])("%s %s means %s", (originator, cause, how) => expect(said(originator, cause)).toBe(how));
});
