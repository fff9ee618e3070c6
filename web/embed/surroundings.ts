/** The channel to the loader on the page around the frame; a page of its own has none and is simply shown. */

interface Told {
  say: "shown";
  open: boolean;
  full: boolean;
  focus: boolean;
}

export interface Inside {
  /** What the button needs to know: all of it is told again when any of it has changed. */
  news: () => { say: string }[];
  /** A page is around us; `page`: its address, if it says so. */
  greeted?: (page: string) => void;
  shown: (open: boolean) => void;
}

export class Surroundings {
  /** Covers the whole screen, as on a phone: the keyboard's focus then stays inside. */
  full = true;
  /** Has a page around it that can hide it. */
  framed = false;
  private port: MessagePort | null = null;
  private last = "";
  private focus: () => void = () => undefined;

  constructor(private readonly inside: Inside) {
    window.addEventListener("message", (event) => this.greet(event));
  }

  onFocus(act: () => void): void {
    this.focus = act;
  }

  minimise(): void {
    this.port?.postMessage({ say: "minimise" });
  }

  report(): void {
    const news = this.inside.news();
    const now = JSON.stringify(news);
    if (!this.port || now === this.last) return;
    this.last = now;
    for (const one of news) this.port.postMessage(one);
  }

  private greet(event: MessageEvent): void {
    const port = event.ports[0];
    if (event.source !== window.parent || event.data?.say !== "yingda" || !port) return;
    this.port = port;
    this.framed = true;
    this.last = "";
    this.inside.greeted?.(String(event.data.page ?? ""));
    port.onmessage = (told: MessageEvent<Told>) => this.shown(told.data);
    this.report();
  }

  private shown(told: Told): void {
    if (told.say !== "shown") return;
    this.full = told.full;
    this.inside.shown(told.open);
    if (told.focus) this.focus();
  }
}
