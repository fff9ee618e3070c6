/** The one script on other people's pages: a button, and behind it a frame that is loaded when it is first needed.

`<script src="https://HOST/widget.js" data-site="KEY" data-accent="#1f6f5c" data-language="zh" async></script>`
Only data-site is needed. Nothing of the page is read but its language and address. Styles go in by constructed sheets
and the CSSOM, so that a strict policy on the page does not stop us. */

import { styles } from "./loader-styles";

type Told =
  | { say: "minimise" }
  | { say: "unread"; count: number }
  | { say: "live"; live: boolean }
  | { say: "language"; language: Language };

type Language = "zh" | "en";

const WORDS = {
  zh: { open: "在线客服", unread: (n: number) => `在线客服，${n} 条未读`, frame: "在线客服对话" },
  en: { open: "Chat with us", unread: (n: number) => `Chat with us, ${n} unread`, frame: "Customer service chat" },
};
const PHONE = "(max-width: 480px)";

const script = document.currentScript as HTMLScriptElement | null;
if (script?.dataset.site) whenReady(() => embed(script, script.dataset.site!));

function whenReady(act: () => void): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act, { once: true });
  else act();
}

function embed(tag: HTMLScriptElement, site: string): void {
  const origin = new URL(tag.src).origin;
  const remembered = memory(`yingda:${site}`);
  const phone = window.matchMedia(PHONE);
  let language = firstLanguage(tag);
  let unread = 0;
  let frame: HTMLIFrameElement | null = null;
  let port: MessagePort | null = null;
  let open = false;
  let scrolling = "";

  const host = document.createElement("div");
  host.dataset.yingda = site;
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(styles)];
  host.style.setProperty("--accent", tag.dataset.accent ?? "#1f6f5c");
  host.style.setProperty("--on-accent", readable(tag.dataset.accent ?? "#1f6f5c"));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "launcher";
  button.append(icon(), label("text"), label("badge"));
  button.addEventListener("click", () => show());
  root.append(button);
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

  function lockScroll(lock: boolean): void {
    const page = document.documentElement.style;
    if (lock && page.overflow !== "hidden") {
      scrolling = page.overflow;
      page.overflow = "hidden";
    } else if (!lock && page.overflow === "hidden") page.overflow = scrolling;
  }

  /** On a phone the keyboard covers part of the page: the frame keeps to what is left. */
  function fit(): void {
    if (!frame) return;
    const seen = window.visualViewport;
    const full = phone.matches && seen;
    frame.style.height = full ? `${seen.height}px` : "";
    frame.style.top = full ? `${seen.offsetTop}px` : "";
  }

  window.visualViewport?.addEventListener("resize", fit);
  window.visualViewport?.addEventListener("scroll", fit);
  phone.addEventListener("change", () => {
    lockScroll(open && phone.matches);
    fit();
    tell(false);
  });
}

function firstLanguage(tag: HTMLScriptElement): Language {
  const said = tag.dataset.language || document.documentElement.lang || navigator.language;
  return said.toLowerCase().startsWith("zh") ? "zh" : "en";
}

function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

function label(named: string): HTMLElement {
  const span = document.createElement("span");
  span.className = named;
  span.setAttribute("aria-hidden", "true");
  return span;
}

function icon(): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute(
    "d",
    "M12 4c-4.7 0-8.5 3.1-8.5 7 0 2.2 1.2 4.1 3.1 5.4L6 20l3.9-2.2c.7.1 1.4.2 2.1.2 4.7 0 8.5-3.1 8.5-7S16.7 4 12 4Z",
  );
  drawing.append(line);
  return drawing;
}

/** Black or white, whichever can be read on this colour (#rrggbb). */
function readable(colour: string): string {
  const channel = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const light = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return light > 0.18 ? "#14171a" : "#ffffff";
}

/** What holds while this tab is open, so that the next page of the site goes on where this one was. */
function memory(prefix: string): { get: (name: string) => boolean; set: (name: string, on: boolean) => void } {
  const store = (() => {
    try {
      return window.sessionStorage;
    } catch {
      return null; // the page forbids storage: every page then starts with the chat closed
    }
  })();
  return {
    get: (name) => store?.getItem(`${prefix}:${name}`) === "1",
    set: (name, on) => (on ? store?.setItem(`${prefix}:${name}`, "1") : store?.removeItem(`${prefix}:${name}`)),
  };
}
