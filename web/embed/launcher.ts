/** What a script on somebody else's page needs: a button in a shadow root that the page's styles and policy do not touch. */

import type { Language } from "./http";
import { sheet } from "./sheet";

/** Below this width the frame fills the screen. */
export const PHONE = "(max-width: 480px)";
const ACCENT = "#1f6f5c";

export function whenReady(act: () => void): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act, { once: true });
  else act();
}

export interface Launcher {
  host: HTMLElement;
  root: ShadowRoot;
  button: HTMLButtonElement;
}

/** The element that holds button and frame, with the accent that the tag asks for. */
export function hosted(styles: string, accent: string = ACCENT): Launcher {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(styles)];
  host.style.setProperty("--accent", accent);
  host.style.setProperty("--on-accent", readable(accent));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "launcher";
  root.append(button);
  return { host, root, button };
}

/** While a frame fills the screen, the page under it does not scroll. */
export function scrollLock(): (lock: boolean) => void {
  let before = "";
  return (lock) => {
    const page = document.documentElement.style;
    if (lock && page.overflow !== "hidden") {
      before = page.overflow;
      page.overflow = "hidden";
    } else if (!lock && page.overflow === "hidden") page.overflow = before;
  };
}

/** On a phone the keyboard covers part of the page: the frame keeps to what is left. */
export function fitted(frame: HTMLIFrameElement, phone: boolean): void {
  const seen = window.visualViewport;
  const full = phone && seen;
  frame.style.height = full ? `${seen.height}px` : "";
  frame.style.top = full ? `${seen.offsetTop}px` : "";
}

export function firstLanguage(tag: HTMLScriptElement): Language {
  const said = tag.dataset.language || document.documentElement.lang || navigator.language;
  return said.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function label(named: string): HTMLElement {
  const span = document.createElement("span");
  span.className = named;
  span.setAttribute("aria-hidden", "true");
  return span;
}

/** A line drawing on a 24 grid; what it means is said by the button's name. */
export function drawing(path: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  made.append(line);
  return made;
}

/** Black or white, whichever can be read on this colour (#rrggbb). */
export function readable(colour: string): string {
  const channel = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const light = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return light > 0.18 ? "#14171a" : "#ffffff";
}

/** What holds while this tab is open, so that the next page of the site goes on where this one was. */
export function memory(prefix: string): { get: (name: string) => boolean; set: (name: string, on: boolean) => void } {
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
