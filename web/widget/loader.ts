/** The one script on other people's pages: a button, and behind it a frame that is loaded when it is first needed.

`<script src="https://HOST/widget.js" data-site="KEY" data-accent="#1f6f5c" data-language="zh" async></script>`
Only data-site is needed. Nothing of the page is read but its language and address. Styles go in by constructed sheets
and the CSSOM, so that a strict policy on the page does not stop us. */

import type { Language } from "../embed/http";
import { drawing, firstLanguage, fitted, hosted, label, memory, PHONE, scrollLock, whenReady } from "../embed/launcher";
import { styles } from "../embed/launcher-styles";

type Told =
  | { say: "minimise" }
  | { say: "unread"; count: number }
  | { say: "live"; live: boolean }
  | { say: "language"; language: Language };

const WORDS = {
  zh: { open: "在线客服", unread: (n: number) => `在线客服，${n} 条未读`, frame: "在线客服对话" },
  en: { open: "Chat with us", unread: (n: number) => `Chat with us, ${n} unread`, frame: "Customer service chat" },
};
const BUBBLE =
  "M12 4c-4.7 0-8.5 3.1-8.5 7 0 2.2 1.2 4.1 3.1 5.4L6 20l3.9-2.2c.7.1 1.4.2 2.1.2 4.7 0 8.5-3.1 8.5-7S16.7 4 12 4Z";

const script = document.currentScript as HTMLScriptElement | null;
if (script?.dataset.site) whenReady(() => embed(script, script.dataset.site!));

function embed(tag: HTMLScriptElement, site: string): void {
  const origin = new URL(tag.src).origin;
  const remembered = memory(`yingda:${site}`);
  const phone = window.matchMedia(PHONE);
  let language = firstLanguage(tag);
  let unread = 0;
  let frame: HTMLIFrameElement | null = null;
  let port: MessagePort | null = null;
  let open = false;
  const lockScroll = scrollLock();

  const { host, root, button } = hosted(styles, tag.dataset.accent);
  host.dataset.yingda = site;
  button.append(drawing(BUBBLE), label("text"), label("badge"));
  button.addEventListener("click", () => show());
  document.body.append(host);
  name();
  if (remembered.get("open")) show(false);
  else if (remembered.get("live")) load();

  function load(): HTMLIFrameElement {
    if (frame) return frame;
    frame = document.createElement("iframe");
    frame.src = `${origin}/widget/frame/${encodeURIComponent(site)}?language=${language}`;
    frame.title = WORDS[language].frame;
    frame.className = "frame";
    frame.hidden = true;
    frame.allow = "clipboard-write";
    frame.addEventListener("load", connect);
    root.append(frame);
    return frame;
  }

  /** A channel of our own: after this neither side has to ask who speaks. */
  function connect(): void {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = (event: MessageEvent<Told>) => heard(event.data);
    const page = location.origin + location.pathname;
    frame?.contentWindow?.postMessage({ say: "yingda", page }, origin, [channel.port2]);
    tell(true);
  }

  function heard(told: Told): void {
    if (told.say === "minimise") hide();
    if (told.say === "live") remembered.set("live", told.live);
    if (told.say === "unread") unread = told.count;
    if (told.say === "language") language = told.language;
    name();
  }

  function show(focus = true): void {
    open = true;
    load().hidden = false;
    button.hidden = true;
    remembered.set("open", true);
    lockScroll(phone.matches);
    fit();
    if (focus) frame?.focus();
    tell(focus);
  }

  function hide(): void {
    open = false;
    if (frame) frame.hidden = true;
    button.hidden = false;
    remembered.set("open", false);
    lockScroll(false);
    button.focus();
    tell(false);
  }

  function tell(focus: boolean): void {
    port?.postMessage({ say: "shown", open, full: phone.matches, focus: open && focus });
  }

  function name(): void {
    const words = WORDS[language];
    button.setAttribute("aria-label", unread ? words.unread(unread) : words.open);
    button.setAttribute("aria-haspopup", "dialog");
    part("text").textContent = words.open;
    part("badge").textContent = unread > 99 ? "99+" : String(unread || "");
    part("badge").hidden = unread === 0;
  }

  function part(named: string): HTMLElement {
    return button.querySelector<HTMLElement>(`.${named}`)!;
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
