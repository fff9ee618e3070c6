/** The one script on other people's pages: a "call us" button, and behind it a frame that is loaded at the first click.

`<script src="https://HOST/call.js" data-call="KEY" data-accent="#1f6f5c" data-language="zh" async></script>`
Only data-call is needed. The frame gets the microphone delegated; a page that forbids microphones altogether is told
from inside the frame, with a link that opens the telephone in a window of its own. */

import type { Language } from "../embed/http";
import { drawing, firstLanguage, fitted, hosted, label, PHONE, scrollLock, whenReady } from "../embed/launcher";
import { styles } from "../embed/launcher-styles";
import { lasted } from "./frame/times";

type Told =
  | { say: "minimise" }
  | { say: "line"; stage: Stage; since: number }
  | { say: "language"; language: Language };
type Stage = "idle" | "waiting" | "talking";

const WORDS = {
  zh: { idle: "网页电话", waiting: "正在等待接听", talking: "通话中", frame: "网页电话" },
  en: { idle: "Call us", waiting: "Waiting to be answered", talking: "In a call", frame: "Call us from this page" },
};
const HANDSET =
  "M8.2 4 4.6 5.4c0 8 6 14 14 14l1.4-3.6-4.3-2.2-2.1 2.1c-2.3-1-4.3-3-5.3-5.3l2.1-2.1Z";
const CHAT_BESIDE = "script[data-site]";
const LIFT = "64px";
const TICK_MS = 1_000;

const script = document.currentScript as HTMLScriptElement | null;
if (script?.dataset.call) whenReady(() => embed(script, script.dataset.call!));

function embed(tag: HTMLScriptElement, key: string): void {
  const origin = new URL(tag.src).origin;
  const phone = window.matchMedia(PHONE);
  const lockScroll = scrollLock();
  let language = firstLanguage(tag);
  let frame: HTMLIFrameElement | null = null;
  let port: MessagePort | null = null;
  let open = false;
  let stage: Stage = "idle";
  let since = 0;
  let ticking = 0;

  const { host, root, button } = hosted(styles, tag.dataset.accent);
  host.dataset.yingdaCall = key;
  if (document.querySelector(CHAT_BESIDE)) host.style.setProperty("--lift", LIFT);
  button.append(drawing(HANDSET), label("text"));
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", show);
  document.body.append(host);
  name();

  function load(): HTMLIFrameElement {
    if (frame) return frame;
    frame = document.createElement("iframe");
    frame.src = `${origin}/call/frame/${encodeURIComponent(key)}?language=${language}`;
    frame.title = WORDS[language].frame;
    frame.className = "frame";
    frame.allow = "microphone; autoplay";
    frame.addEventListener("load", connect);
    root.append(frame);
    return frame;
  }

  /** A channel of our own: after this neither side has to ask who speaks. */
  function connect(): void {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = (event: MessageEvent<Told>) => heard(event.data);
    frame?.contentWindow?.postMessage({ say: "yingda" }, origin, [channel.port2]);
    tell(true);
  }

  function heard(told: Told): void {
    if (told.say === "minimise") hide();
    if (told.say === "language") language = told.language;
    if (told.say === "line") {
      stage = told.stage;
      since = told.since;
      clearInterval(ticking);
      if (stage === "talking") ticking = window.setInterval(name, TICK_MS);
    }
    name();
  }

  function show(): void {
    open = true;
    load().hidden = false;
    button.hidden = true;
    host.style.zIndex = "2147483001"; // above a chat beside it
    lockScroll(phone.matches);
    fit();
    frame?.focus();
    tell(true);
  }

  function hide(): void {
    open = false;
    if (frame) frame.hidden = true;
    button.hidden = false;
    host.style.zIndex = "";
    lockScroll(false);
    button.focus();
    tell(false);
  }

  function tell(focus: boolean): void {
    port?.postMessage({ say: "shown", open, full: phone.matches, focus: open && focus });
  }

  function name(): void {
    const words = WORDS[language];
    const text = stage === "talking" ? `${words.talking} ${lasted((Date.now() - since) / 1000)}` : words[stage];
    button.setAttribute("aria-label", words[stage]);
    button.querySelector<HTMLElement>(".text")!.textContent = text;
  }

  function fit(): void {
    if (frame) fitted(frame, phone.matches);
  }

  window.visualViewport?.addEventListener("resize", fit);
  window.visualViewport?.addEventListener("scroll", fit);
  phone.addEventListener("change", () => {
    lockScroll(open && phone.matches);
    fit();
    tell(false);
  });
}

