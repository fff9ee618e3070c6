/** The one script on other people's pages: a "call us" button, and behind it a frame that is loaded at the first click.

`<script src="https://HOST/call.js" data-call="KEY" data-accent="#1f6f5c" data-language="zh" async></script>`
Only data-call is needed. The frame gets the microphone delegated; a page that forbids microphones altogether is told
from inside the frame, with a link that opens the telephone in a window of its own. */

import type { Language } from "../embed/http";
import { drawing, firstLanguage, hosted, label, whenReady } from "../embed/launcher";
import { styles } from "../embed/launcher-styles";
import { Panel } from "../embed/panel";
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
  let language = firstLanguage(tag);
  let stage: Stage = "idle";
  let since = 0;
  let ticking = 0;

  const launcher = hosted(styles, tag.dataset.accent);
  const { host, button } = launcher;
  host.dataset.yingdaCall = key;
  if (document.querySelector(CHAT_BESIDE)) host.style.setProperty("--lift", LIFT);
  button.append(drawing(HANDSET), label("text"));
  document.body.append(host);
  new Panel<Told>(launcher, {
    origin: new URL(tag.src).origin,
    frame: () => ({
      path: `/call/frame/${encodeURIComponent(key)}?language=${language}`,
      title: WORDS[language].frame,
      allow: "microphone; autoplay",
    }),
    heard,
  });
  name();

  function heard(told: Told): void {
    if (told.say === "language") language = told.language;
    if (told.say === "line") {
      stage = told.stage;
      since = told.since;
      clearInterval(ticking);
      if (stage === "talking") ticking = window.setInterval(name, TICK_MS);
    }
    name();
  }

  function name(): void {
    const words = WORDS[language];
    const text = stage === "talking" ? `${words.talking} ${lasted((Date.now() - since) / 1000)}` : words[stage];
    button.setAttribute("aria-label", words[stage]);
    button.querySelector<HTMLElement>(".text")!.textContent = text;
  }
}
