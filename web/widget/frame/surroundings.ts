/** The channel to the loader on the page around the frame; without one (opened by itself) the chat is simply shown. */

import type { Session } from "./session";
import { isLive } from "./shapes";

type Told = { say: "shown"; open: boolean; full: boolean; focus: boolean };

export class Surroundings {
  /** Covers the whole screen, as on a phone: the keyboard's focus then stays inside. */
  full = true;
  /** Has a page around it that can hide it. */
  framed = false;
  private port: MessagePort | null = null;
  private last = "";

  constructor(
    private readonly session: Session,
    private readonly focused: { act: () => void } = { act: () => undefined },
  ) {
    window.addEventListener("message", (event) => this.greet(event));
    session.subscribe(() => this.report());
    if (window.parent === window) session.shown(true);
  }

  onFocus(act: () => void): void {
    this.focused.act = act;
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
    this.session.page(String(event.data.page ?? ""));
    port.onmessage = (told: MessageEvent<Told>) => this.shown(told.data);
    this.report();
  }

  private shown(told: Told): void {
    if (told.say !== "shown") return;
    this.full = told.full;
    this.session.shown(told.open);
    if (told.focus) this.focused.act();
  }

  /** What the button and the next page of the site need to know. */
  private report(): void {
    const { unread, chat, pending, language } = this.session.state;
    const live = isLive(chat.contact) || pending.length > 0;
    const now = JSON.stringify([unread, live, language]);
    if (!this.port || now === this.last) return;
    this.last = now;
    this.port.postMessage({ say: "unread", count: unread });
    this.port.postMessage({ say: "live", live });
    this.port.postMessage({ say: "language", language });
  }
}
