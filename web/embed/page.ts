/** The page in the frame: its shadow root, and what of it follows the session. */

import { shades } from "./colours";
import type { Language } from "./http";
import { sheet } from "./sheet";

export function rooted(page: HTMLElement, styles: string): ShadowRoot {
  const root = page.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(styles)];
  return root;
}

/** The accent (#rrggbb), and the language of the page. */
export function dress(page: HTMLElement, wished: string, language: Language): void {
  const { accent, onAccent, accentText } = shades(wished);
  page.style.setProperty("--accent", accent);
  page.style.setProperty("--on-accent", onAccent);
  page.style.setProperty("--accent-text", accentText);
  document.documentElement.lang = tag(language);
}

/** The language as HTML names it. */
export function tag(language: Language): string {
  return language === "zh" ? "zh-Hans" : "en";
}
