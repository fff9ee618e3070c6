/**
 * The telephone in the page: a SIP user agent over WebSocket, with at most one talk at a time.
 * It knows nothing of rules: whether and whom to ring decides the server, and answering here is the acceptance.
 */
import type { UA, WebSocketInterface } from "jssip";
import type { RTCSession, SDPEvent } from "jssip/lib/RTCSession";
import type { RTCSessionEvent, UnRegisteredEvent } from "jssip/lib/UA";
import type { BrowserAccount, Quality } from "@/api/phoneShapes";
import { NoMicrophone } from "./devices";
import { Meter, type Counter } from "./quality";
import { telephoneOnly } from "./sdp";
import type { PhoneState } from "./state";

/** The part of JsSIP that we use. */
export interface Sip {
  UA: typeof UA;
  WebSocketInterface: typeof WebSocketInterface;
}

/** What gives and takes sound. */
export interface Sound {
  open: () => Promise<MediaStream>;
  close: (stream: MediaStream | undefined) => void;
  hear: (stream: MediaStream | null) => void;
}

const BUSY = 486;
const REGISTERED_SECONDS = 120;
const GATHER_MS = 600; // host candidates come at once; a silent STUN server must not hold up an answer
const WISH_LASTS_MS = 15_000;
const AGAIN_MS = [1_000, 2_000, 5_000, 15_000, 30_000];
const REFUSED_AFTER = 2; // tries: sooner it is a new account on its way
const NOT_LET_IN = [401, 403, 404];
export const DTMF = "RFC2833";

export class Softphone {
  #ua: UA | undefined;
  #session: RTCSession | undefined;
  #microphone: MediaStream | undefined;
  #meter = new Meter();
  #wish = { contact: "", until: 0 };
  #retired = false;
  #restartDue = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #servers: BrowserAccount["ice_servers"] | undefined;

  /** `state` is written here and shown by the page. */
  constructor(
    readonly account: BrowserAccount,
    readonly state: PhoneState,
    private readonly sip: Sip,
    private readonly sound: Sound,
  ) {}

  start(): void {
    const { username, secret, domain, ws_url } = this.account;
    const ua = new this.sip.UA({
      sockets: [new this.sip.WebSocketInterface(ws_url)],
      uri: `sip:${username}@${domain}`,
      password: secret,
      register_expires: REGISTERED_SECONDS,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: "Yingda desk",
    });
    this.#ua = ua;
    this.state.link = "connecting";
    ua.on("registered", () => this.#registered());
    ua.on("unregistered", () => (this.state.link = "connecting"));
    ua.on("disconnected", () => (this.state.link = "connecting"));
    ua.on("registrationFailed", (event: UnRegisteredEvent) => this.#notRegistered(event));
    ua.on("connected", () => this.#restartDue && this.restartPath());
    ua.on("newRTCSession", (event: RTCSessionEvent) => this.#rung(event));
    ua.start();
  }

  /** From the next call on, through these: an account at a TURN server lapses. */
  relayBy(servers: BrowserAccount["ice_servers"]): void {
    this.#servers = servers;
  }

  /** No more calls here. One that is going on is not cut off: the phone goes when it is over. */
  retire(): void {
    this.#retired = true;
    if (!this.#session || this.state.talk?.stage === "ringing") this.#stop();
  }

  /** The same person is back before the last talk was over. */
  reuse(): void {
    this.#retired = false;
  }

  get stopped(): boolean {
    return this.#ua === undefined;
  }

  /** Answer the ring for this contact, also one that is still on its way to us. */
  answer(contact: string): void {
    if (this.state.talk?.contact === contact && this.state.talk.stage === "ringing") void this.#accept();
    else this.#wish = { contact, until: Date.now() + WISH_LASTS_MS };
  }

  /** Whether a ring for this contact was there to be declined. */
  decline(contact: string): boolean {
    if (this.state.talk?.contact !== contact || this.state.talk.stage !== "ringing") return false;
    this.#session?.terminate({ status_code: BUSY });
    return true;
  }

  hangUp(): void {
    if (this.#session && !this.#session.isEnded()) this.#session.terminate();
  }

  mute(on: boolean): void {
    if (!this.state.talk) return;
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !on;
    this.state.talk.muted = on;
  }

  /** Send digits as tones. */
  press(digits: string): void {
    if (this.state.talk?.stage === "talking") this.#session?.sendDTMF(digits, { transportType: DTMF as never });
  }

  /** Another microphone from now on, also in the middle of a talk. */
  async changeMicrophone(): Promise<void> {
    const sender = this.#session?.connection?.getSenders().find((one) => one.track?.kind === "audio");
    if (!sender || !this.state.talk) return;
    const fresh = await this.#open();
    if (!fresh) return;
    await sender.replaceTrack(fresh.getAudioTracks()[0]!);
    this.sound.close(this.#microphone);
    this.#microphone = fresh;
    this.mute(this.state.talk.muted);
  }

  /** The network changed: find another way for the sound, as soon as the exchange can be asked. */
  restartPath(): void {
    if (this.state.talk?.stage !== "talking") return;
    this.#restartDue = !this.#ua?.isConnected();
    if (!this.#restartDue) this.#session?.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
  }

  /** Call a service number of the exchange, such as the echo. Not a talk with anybody: it is not told to the desk. */
  callService(number: string, microphone: MediaStream, heard: (stream: MediaStream) => void): RTCSession {
    const session = this.#ua!.call(`sip:${number}@${this.account.domain}`, { mediaStream: microphone, pcConfig: this.#path() });
    session.on("sdp", (event: SDPEvent) => (event.sdp = telephoneOnly(event.sdp)));
    this.#hastenGathering(session);
    session.connection?.addEventListener("track", (event) => heard(event.streams[0] ?? new MediaStream([event.track])));
    return session;
  }

  /** How the line was since the last reading. */
  async measure(): Promise<Quality | null> {
    const path = this.#session?.connection;
    if (!path || this.state.talk?.stage !== "talking") return null;
    const rows: Counter[] = [];
    (await path.getStats()).forEach((row: Counter) => rows.push(row));
    return (this.state.quality = this.#meter.read(rows));
  }

  #rung(event: RTCSessionEvent): void {
    if (event.originator !== ("remote" as typeof event.originator)) return;
    const { session, request } = event;
    const contact = request.getHeader("X-Yingda-Contact") ?? "";
    const before = this.#session;
    const again = contact !== "" && this.state.talk?.contact === contact;
    if ((before && !again) || this.#retired) return session.terminate({ status_code: BUSY });
    if (before) this.sound.close(this.#microphone);
    this.#take(session, {
      contact,
      leg: request.getHeader("X-Yingda-Leg") ?? "",
      from: session.remote_identity.display_name || session.remote_identity.uri.user,
      stage: "ringing",
      since: Date.now(),
      muted: false,
      auto: request.getHeader("X-Yingda-Auto") === "1",
    });
    if (before && !before.isEnded()) before.terminate(); // its audio was lost; the customer comes by the new way
    if (this.state.talk!.auto || this.#wishes(contact)) void this.#accept();
  }

  #take(session: RTCSession, talk: NonNullable<PhoneState["talk"]>): void {
    this.#session = session;
    this.state.talk = talk;
    this.state.shaky = false;
    this.#meter = new Meter();
    session.on("sdp", (event: SDPEvent) => (event.sdp = telephoneOnly(event.sdp)));
    session.on("peerconnection", ({ peerconnection }) => this.#listen(peerconnection, session));
    session.on("confirmed", () => this.#talking(session));
    session.on("ended", () => this.#over(session));
    session.on("failed", () => this.#over(session));
    this.#hastenGathering(session);
  }

  async #accept(): Promise<void> {
    const session = this.#session!;
    this.state.talk!.stage = "answering";
    this.#wish.contact = "";
    const microphone = await this.#open();
    if (session !== this.#session || session.isEnded()) return this.sound.close(microphone);
    if (!microphone) {
      this.state.talk!.stage = "ringing";
      return;
    }
    this.#microphone = microphone;
    session.answer({ mediaStream: microphone, pcConfig: this.#path() });
  }

  async #open(): Promise<MediaStream | undefined> {
    try {
      const microphone = await this.sound.open();
      this.state.trouble = null;
      return microphone;
    } catch (refused) {
      if (!(refused instanceof NoMicrophone)) throw refused;
      this.state.trouble = refused.trouble;
      return undefined;
    }
  }

  #listen(path: RTCPeerConnection, session: RTCSession): void {
    path.addEventListener("track", (event) => this.sound.hear(event.streams[0] ?? new MediaStream([event.track])));
    path.addEventListener("connectionstatechange", () => {
      if (session !== this.#session) return;
      this.state.shaky = ["disconnected", "failed"].includes(path.connectionState);
      if (path.connectionState === "failed") this.restartPath();
    });
  }

  #talking(session: RTCSession): void {
    if (session !== this.#session || !this.state.talk) return;
    this.state.talk.stage = "talking";
    this.state.talk.since = Date.now();
  }

  #over(session: RTCSession): void {
    if (session !== this.#session) return;
    this.#session = undefined;
    this.#restartDue = false;
    this.sound.hear(null);
    this.sound.close(this.#microphone);
    this.#microphone = undefined;
    Object.assign(this.state, { talk: null, quality: null, shaky: false });
    if (this.#retired) this.#stop();
  }

  #registered(): void {
    this.#tries = 0;
    this.state.link = "registered";
  }

  /** A new account may not have come to the exchange yet, or the exchange is busy: once more, with growing patience. */
  #notRegistered({ response }: UnRegisteredEvent): void {
    this.state.link = this.#tries >= REFUSED_AFTER && NOT_LET_IN.includes(response?.status_code) ? "refused" : "connecting";
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#ua?.isConnected() && this.#ua.register(), AGAIN_MS[Math.min(this.#tries++, AGAIN_MS.length - 1)]);
  }

  #hastenGathering(session: RTCSession): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    session.on("icecandidate", ({ ready }) => {
      clearTimeout(timer);
      timer = setTimeout(ready, GATHER_MS);
    });
  }

  #wishes(contact: string): boolean {
    return this.#wish.contact === contact && Date.now() < this.#wish.until;
  }

  #path(): RTCConfiguration {
    const iceServers = (this.#servers ?? this.account.ice_servers).map(({ urls, username, credential }) => ({ urls, username: username ?? undefined, credential: credential ?? undefined }));
    return { iceServers };
  }

  #stop(): void {
    clearTimeout(this.#again);
    this.#ua?.stop();
    this.#ua = undefined;
    this.state.link = "off";
  }
}
