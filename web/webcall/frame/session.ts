/** The telephone: one call at a time, its moves, and what is shown of it. */

import { Failure, type Language } from "../../embed/http";
import { Store } from "../../embed/store";
import type { Api } from "./api";
import type { Dial, End, Phone } from "./phone";
import { Trouble, type Standing, type Who } from "./shapes";
import { born, isLive, isUp, QUIET, type State } from "./state";

export const LOOK_EVERY_MS = 2_000;
const AGAIN_MS = 5_000;

/** The outside: the server, the microphone, SIP and the loudspeaker. */
export interface Outside {
  server: (language: () => Language) => Api;
  microphone: () => Promise<MediaStream>;
  letGo: (voice: MediaStream | null) => void;
  dial: Dial;
  /** Let this be heard, or nothing any more. */
  play: (sound: MediaStream | null) => void;
}

export class Session extends Store<State> {
  private readonly server: Api;
  private phone: Phone | null = null;
  private voice: MediaStream | null = null;
  private looking: ReturnType<typeof setInterval> | undefined;
  /** Counts calls: what belongs to an earlier one is not listened to. */
  private callNo = 0;

  constructor(
    private readonly key: string,
    language: Language,
    private readonly outside: Outside,
  ) {
    super(born(language));
    this.server = outside.server(() => this.state.language);
  }

  /** The customer's voice while a call is on. */
  get microphone(): MediaStream | null {
    return this.voice;
  }

  /** Learn what line this is, and go on asking while nobody answers. */
  async begin(): Promise<void> {
    try {
      this.change({ info: await this.server.info(this.key), missing: null });
    } catch (error) {
      const passing = Failure.of(error).passing;
      this.change({ missing: passing ? "network" : "gone" });
      if (passing) setTimeout(() => void this.begin(), AGAIN_MS);
    }
  }

  speak(language: Language): void {
    this.change({ language });
  }

  async call(who: Who): Promise<void> {
    if (isLive(this.state.stage)) return;
    const no = ++this.callNo;
    this.change({ ...QUIET, stage: "asking" });
    try {
      const voice = await this.outside.microphone();
      if (no !== this.callNo) return this.outside.letGo(voice);
      this.voice = voice;
      this.change({ stage: "dialling" });
      const account = await this.server.call(this.key, this.state.language, who);
      if (no !== this.callNo) return;
      const phone = await this.outside.dial(account, voice, this.hears(no, account.token));
      if (no !== this.callNo) return phone.hangUp();
      this.phone = phone;
    } catch (error) {
      if (no === this.callNo) this.fail(error instanceof Trouble ? error : refusal(Failure.of(error)));
    }
  }

  hangUp(): void {
    const { phone } = this;
    this.over("me");
    this.callNo++; // one that is still being set up is dropped when it gets there
    phone?.hangUp();
  }

  mute(on: boolean): void {
    this.phone?.mute(on);
    this.change({ muted: on });
  }

  press(digit: string): void {
    if (!isUp(this.state.stage)) return;
    this.phone?.press(digit);
    this.change({ pressed: (this.state.pressed + digit).slice(-16) });
  }

  loud(volume: number): void {
    this.change({ volume });
  }

  /** Back to the beginning. */
  anew(): void {
    if (!isLive(this.state.stage)) this.change({ ...QUIET, stage: "ready" });
  }

  private hears(no: number, token: string) {
    const now = (act: () => void) => {
      if (no === this.callNo) act();
    };
    return {
      up: () => now(() => this.pickedUp(token)),
      over: (how: End) => now(() => this.over(how)),
      sound: (stream: MediaStream) => now(() => this.outside.play(stream)),
      steady: (on: boolean) => now(() => this.change({ unsteady: !on })),
    };
  }

  private pickedUp(token: string): void {
    this.change({ stage: "lobby", began: Date.now() });
    const no = this.callNo;
    const look = () =>
      this.server
        .standing(token)
        .then((standing) => no === this.callNo && this.stands(standing))
        .catch(Failure.of); // the next look may go through; the sound goes on without it
    clearInterval(this.looking);
    this.looking = setInterval(look, LOOK_EVERY_MS);
    void look();
  }

  private stands(standing: Standing): void {
    if (!isUp(this.state.stage) || standing.state === "ended") return;
    const { talked } = this.state;
    this.change({
      stage: standing.state,
      place: standing.position,
      minutes: standing.expected_seconds === null ? null : Math.max(1, Math.ceil(standing.expected_seconds / 60)),
      talked: talked ?? (standing.state === "talk" ? Date.now() : null),
    });
  }

  private over(how: End): void {
    const { talked, stage } = this.state;
    if (!isLive(stage)) return;
    const lasted = talked === null ? null : (Date.now() - talked) / 1000;
    const trouble = how === "us" || how === "me" ? null : new Trouble(how);
    this.change({ stage: "over", lasted, left: stage === "voice_mail", mine: how === "me", trouble });
    this.quiet();
  }

  private fail(trouble: Trouble): void {
    this.change({ stage: "ready", trouble });
    this.quiet();
  }

  /** Nothing is heard or said any more; the browser's sign that the microphone is on goes out. */
  private quiet(): void {
    clearInterval(this.looking);
    this.outside.letGo(this.voice);
    this.outside.play(null);
    this.voice = null;
    this.phone = null;
  }
}

function refusal(failure: Failure): Trouble {
  if (failure.status === 0) return new Trouble("silent");
  if (failure.code === "pbx.none" || failure.status === 503) return new Trouble("exchange", failure.message);
  return new Trouble("refused", failure.message, failure.field);
}
