/** The channel to the loader on the page around the frame; a page of its own has none and is simply shown. */

import type { Session } from "./session";
import { isLive } from "./state";

type Told = { say: "shown"; open: boolean; full: boolean; focus: boolean };

export class Surroundings {
  /** Covers the whole screen, as on a phone: the keyboard's focus then stays inside. */
  full = true;
  /** Has a page around it that can hide it. */
  framed = false;
  private port: MessagePort | null = null;
  private last = "";
  private focus: () => void = () => undefined;

  constructor(private readonly session: Session) {
    window.addEventListener("message", (event) => this.greet(event));
    session.subscribe(() => this.report());
  }

  onFocus(act: () => void): void {
    this.focus = act;
  }

  minimise(): void {
    this.port?.postMessage({ say: "minimise" });
  }

  private greet(event: MessageEvent): void {
    const port = event.ports[0];
    if (event.source !== window.parent || event.data?.say !== "yingda" || !port) return;
    this.port = port;
    this.framed = true;
    this.last = "";
    port.onmessage = (told: MessageEvent<Told>) => this.shown(told.data);
    this.report();
  }

  private shown(told: Told): void {
    if (told.say !== "shown") return;
    this.full = told.full;
    this.session.change({}); // what is shown depends on `full`
    if (told.focus) this.focus();
  }

  /** What the button needs to know. */
  private report(): void {
    const { stage, talked, language } = this.session.state;
    const line = talked !== null && isLive(stage) ? "talking" : isLive(stage) ? "waiting" : "idle";
    const now = JSON.stringify([line, language]);
    if (!this.port || now === this.last) return;
    this.last = now;
    this.port.postMessage({ say: "language", language });
    this.port.postMessage({ say: "line", stage: line, since: talked ?? 0 });
  }
}
