import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reactive } from "vue";
import type { BrowserAccount } from "@/api/phoneShapes";
import { NoMicrophone } from "./devices";
import { Softphone, type Sip, type Sound } from "./softphone";
import { idle } from "./state";

const ACCOUNT: BrowserAccount = { username: "w6021", secret: "s", domain: "pbx.example", ws_url: "ws://pbx.example/ws", ice_servers: [] };
const OFFER = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 8\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:8 PCMA/8000\r\n";

/** One dialogue of SIP, as far as the page sees it. */
class FakeSession extends EventEmitter {
  over = false;
  declined: number | undefined;
  answered: { mediaStream: MediaStream; pcConfig?: RTCConfiguration } | undefined;
  tones: string[] = [];
  renegotiated = 0;
  connection = undefined;
  remote_identity = { display_name: "", uri: { user: "138****5678" } };
  isEnded = () => this.over;
  answer = (options: { mediaStream: MediaStream; pcConfig?: RTCConfiguration }) => (this.answered = options);
  sendDTMF = (digits: string) => this.tones.push(digits);
  renegotiate = () => (this.renegotiated += 1);
  terminate = (options?: { status_code: number }) => {
    this.declined = options?.status_code;
    this.end();
  };
  end() {
    this.over = true;
    this.emit("ended");
  }
}

class FakeAgent extends EventEmitter {
  static last: FakeAgent;
  state: "up" | "down" | "stopped" = "up";
  constructor(readonly options: Record<string, unknown>) {
    super();
    FakeAgent.last = this;
  }
  registered = 0;
  start = () => undefined;
  register = () => (this.registered += 1);
  stop = () => (this.state = "stopped");
  isConnected = () => this.state === "up";

  invite(contact: string, more: Record<string, string> = {}): FakeSession {
    const session = new FakeSession();
    const headers: Record<string, string> = { "X-Yingda-Contact": contact, "X-Yingda-Leg": `leg-${contact}`, ...more };
    this.emit("newRTCSession", { originator: "remote", session, request: { getHeader: (name: string) => headers[name] } });
    return session;
  }
}

const sip = { UA: FakeAgent, WebSocketInterface: class {} } as unknown as Sip;
const track = () => ({ enabled: true, stopped: false, stop() { this.stopped = true; } });
let tracks: ReturnType<typeof track>[];
let microphone: () => Promise<MediaStream>;
let phone: Softphone;
const settle = () => new Promise((resolve) => setTimeout(resolve));

const stream = () => {
  const one = track();
  tracks.push(one);
  return { getTracks: () => [one], getAudioTracks: () => [one] } as unknown as MediaStream;
};
const sound: Sound = {
  open: () => microphone(),
  close: (closed) => closed?.getTracks().forEach((one) => one.stop()),
  hear: () => undefined,
};

beforeEach(() => {
  tracks = [];
  microphone = () => Promise.resolve(stream());
  phone = new Softphone(ACCOUNT, reactive(idle()), sip, sound);
  phone.start();
});
afterEach(() => vi.useRealTimers());

describe("the telephone in the page", () => {
  it("registers, says when it cannot, and comes back by itself", () => {
    const agent = FakeAgent.last;
    expect(agent.options).toMatchObject({ uri: "sip:w6021@pbx.example", password: "s" });
    agent.emit("registered");
    expect(phone.state.link).toBe("registered");
    agent.emit("disconnected");
    expect(phone.state.link).toBe("connecting");
    for (let tries = 0; tries < 3; tries++) agent.emit("registrationFailed", { response: { status_code: 403 } });
    expect(phone.state.link).toBe("refused");
  });

  it("asks again to be let in: a new account may still be on its way to the exchange", () => {
    vi.useFakeTimers();
    const agent = FakeAgent.last;
    const refuse = () => agent.emit("registrationFailed", { response: { status_code: 401 } });
    refuse();
    vi.advanceTimersByTime(1_000);
    expect(agent.registered).toBe(1);
    refuse();
    vi.advanceTimersByTime(1_000);
    expect(agent.registered).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(agent.registered).toBe(2);
  });

  it("looks for its way through the servers that it was last told of", async () => {
    const turn = { urls: "turn:turn.example:3478", username: "1:a", credential: "c" };
    phone.relayBy([{ urls: "stun:stun.example", username: null, credential: null }, turn]);
    const session = FakeAgent.last.invite("c1");
    phone.answer("c1");
    await settle();
    expect(session.answered!.pcConfig).toEqual({ iceServers: [{ urls: "stun:stun.example" }, turn] });
  });

  it("rings until the person answers, then talks through the microphone", async () => {
    const session = FakeAgent.last.invite("c1");
    expect(phone.state.talk).toMatchObject({ contact: "c1", leg: "leg-c1", stage: "ringing", from: "138****5678" });
    phone.answer("c1");
    await settle();
    expect(session.answered!.mediaStream.getTracks()).toHaveLength(1);
    session.emit("confirmed");
    expect(phone.state.talk!.stage).toBe("talking");
    session.end();
    expect(phone.state.talk).toBeNull();
    expect(tracks[0]!.stopped).toBe(true);
  });

  it("answers a ring that was wished for before it came, and no other", async () => {
    phone.answer("c1");
    const other = FakeAgent.last.invite("c2");
    await settle();
    expect(other.answered).toBeUndefined();
    other.end();
    const wished = FakeAgent.last.invite("c1");
    await settle();
    expect(wished.answered).toBeDefined();
  });

  it("forgets a wish that nobody came for", async () => {
    vi.useFakeTimers();
    phone.answer("c1");
    vi.advanceTimersByTime(16_000);
    expect(FakeAgent.last.invite("c1").answered).toBeUndefined();
    expect(phone.state.talk!.stage).toBe("ringing");
  });

  it("answers by itself what we dialled", async () => {
    const session = FakeAgent.last.invite("c1", { "X-Yingda-Auto": "1" });
    await settle();
    expect(session.answered).toBeDefined();
  });

  it("declines as busy, and is busy to a second caller", async () => {
    const first = FakeAgent.last.invite("c1");
    expect(phone.decline("c9")).toBe(false);
    const second = FakeAgent.last.invite("c2");
    expect(second.declined).toBe(486);
    expect(phone.decline("c1")).toBe(true);
    expect(first.declined).toBe(486);
  });

  it("takes the new way of a call whose old one is dead", async () => {
    const old = FakeAgent.last.invite("c1");
    phone.answer("c1");
    await settle();
    old.emit("confirmed");
    const fresh = FakeAgent.last.invite("c1", { "X-Yingda-Auto": "1" });
    await settle();
    expect(old.over).toBe(true);
    expect(fresh.answered).toBeDefined();
    expect(phone.state.talk).toMatchObject({ contact: "c1" });
    expect(tracks.map((one) => one.stopped)).toEqual([true, false]);
  });

  it("keeps ringing and says why when there is no microphone", async () => {
    microphone = () => Promise.reject(new NoMicrophone("microphone_denied"));
    const session = FakeAgent.last.invite("c1");
    phone.answer("c1");
    await settle();
    expect(session.answered).toBeUndefined();
    expect(phone.state).toMatchObject({ trouble: "microphone_denied", talk: { stage: "ringing" } });
    microphone = () => Promise.resolve(stream());
    phone.answer("c1");
    await settle();
    expect(phone.state.trouble).toBeNull();
    expect(session.answered).toBeDefined();
  });

  it("lets the microphone go when the caller gave up while it opened", async () => {
    const session = FakeAgent.last.invite("c1");
    phone.answer("c1");
    session.end();
    await settle();
    expect(session.answered).toBeUndefined();
    expect(tracks[0]!.stopped).toBe(true);
  });

  it("speaks the telephone's codecs only", () => {
    const event = { sdp: OFFER };
    FakeAgent.last.invite("c1").emit("sdp", event);
    expect(event.sdp).toContain("m=audio 9 UDP/TLS/RTP/SAVPF 8\r\n");
    expect(event.sdp).not.toContain("opus");
  });
});

describe("in a talk", () => {
  const talk = async () => {
    const session = FakeAgent.last.invite("c1");
    phone.answer("c1");
    await settle();
    session.emit("confirmed");
    return session;
  };

  it("the microphone is muted, and the tones of digits are sent", async () => {
    const session = await talk();
    phone.mute(true);
    expect([tracks[0]!.enabled, phone.state.talk!.muted]).toEqual([false, true]);
    phone.mute(false);
    expect(tracks[0]!.enabled).toBe(true);
    phone.press("12#");
    expect(session.tones).toEqual(["12#"]);
  });

  it("another way for the sound is looked for once the exchange can be asked", async () => {
    const session = await talk();
    FakeAgent.last.state = "down";
    phone.restartPath();
    expect(session.renegotiated).toBe(0);
    FakeAgent.last.state = "up";
    FakeAgent.last.emit("connected");
    expect(session.renegotiated).toBe(1);
    FakeAgent.last.emit("connected");
    expect(session.renegotiated).toBe(1);
  });

  it("leaving does not cut the caller off: the phone goes when the talk is over", async () => {
    const session = await talk();
    const agent = FakeAgent.last;
    phone.retire();
    expect(agent.state).toBe("up");
    expect(agent.invite("c2").declined).toBe(486);
    session.end();
    expect(agent.state).toBe("stopped");
    expect(phone.stopped).toBe(true);
  });
});
