/** The frame behind a button: loaded at the first need, opened and closed, and the channel between it and the page. */

import { fitted, PHONE, scrollLock, type Launcher } from "./launcher";

/** `Told`: what the frame says; "minimise" closes it. */
export interface Behind<Told> {
  origin: string;
  /** Asked when the frame is loaded; `path` begins at the origin's root. */
  frame: () => { path: string; title: string; allow: string };
  /** What the frame is told of the page around it. */
  greeting?: { page: string };
  heard: (told: Told) => void;
  turned?: (open: boolean) => void;
}

/** One more than every button has (launcher-styles). */
const ABOVE_BUTTONS = "2147483001";

export class Panel<Told extends { say: string }> {
  private readonly phone = window.matchMedia(PHONE);
  private readonly lockScroll = scrollLock();
  private frame: HTMLIFrameElement | null = null;
  private port: MessagePort | null = null;
  private open = false;

  constructor(
    private readonly launcher: Launcher,
    private readonly behind: Behind<Told>,
  ) {
    launcher.button.setAttribute("aria-haspopup", "dialog");
    launcher.button.addEventListener("click", () => this.show());
    window.visualViewport?.addEventListener("resize", () => this.fit());
    window.visualViewport?.addEventListener("scroll", () => this.fit());
    this.phone.addEventListener("change", () => this.turn());
  }

  load(): HTMLIFrameElement {
    if (this.frame) return this.frame;
    const { path, title, allow } = this.behind.frame();
    const frame = document.createElement("iframe");
    Object.assign(frame, { src: this.behind.origin + path, title, allow, className: "frame", hidden: true });
    frame.addEventListener("load", () => this.connect(frame));
    this.launcher.root.append(frame);
    return (this.frame = frame);
  }

  show(focus = true): void {
    this.open = true;
    const frame = this.load();
    frame.hidden = false;
    this.launcher.button.hidden = true;
    this.launcher.host.style.zIndex = ABOVE_BUTTONS;
    this.behind.turned?.(true);
    this.lockScroll(this.phone.matches);
    this.fit();
    if (focus) frame.focus();
    this.tell(focus);
  }

  private hide(): void {
    this.open = false;
    if (this.frame) this.frame.hidden = true;
    this.launcher.button.hidden = false;
    this.launcher.host.style.zIndex = "";
    this.behind.turned?.(false);
    this.lockScroll(false);
    this.launcher.button.focus();
    this.tell(false);
  }

  /** A channel of our own: after this neither side has to ask who speaks. */
  private connect(frame: HTMLIFrameElement): void {
    const channel = new MessageChannel();
    this.port = channel.port1;
    this.port.onmessage = (event: MessageEvent<Told>) => this.heard(event.data);
    frame.contentWindow?.postMessage({ say: "yingda", ...this.behind.greeting }, this.behind.origin, [channel.port2]);
    this.tell(true);
  }

  private heard(told: Told): void {
    if (told.say === "minimise") this.hide();
    this.behind.heard(told);
  }

  private tell(focus: boolean): void {
    this.port?.postMessage({ say: "shown", open: this.open, full: this.phone.matches, focus: this.open && focus });
  }

  /** The page has become as wide or as narrow as on the other kind of screen. */
  private turn(): void {
    this.lockScroll(this.open && this.phone.matches);
    this.fit();
    this.tell(false);
  }

  private fit(): void {
    if (this.frame) fitted(this.frame, this.phone.matches);
  }
}
