/** The one script on other people's pages: a button, and behind it a frame that is loaded when it is first needed.

`<script src="https://HOST/widget.js" data-site="KEY" data-accent="#1f6f5c" data-language="zh" async></script>`
Only data-site is needed. Nothing of the page is read but its language and address. Styles go in by constructed sheets
and the CSSOM, so that a strict policy on the page does not stop us. */

import type { Language } from "../embed/http";
import { drawing, firstLanguage, hosted, label, memory, whenReady } from "../embed/launcher";
import { styles } from "../embed/launcher-styles";
import { Panel } from "../embed/panel";

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
  const remembered = memory(`yingda:${site}`);
  let language = firstLanguage(tag);
  let unread = 0;

  const launcher = hosted(styles, tag.dataset.accent);
  const { host, button } = launcher;
  host.dataset.yingda = site;
  button.append(drawing(BUBBLE), label("text"), label("badge"));
  document.body.append(host);
  const panel = new Panel<Told>(launcher, {
    origin: new URL(tag.src).origin,
    frame: () => ({
      path: `/widget/frame/${encodeURIComponent(site)}?language=${language}`,
      title: WORDS[language].frame,
      allow: "clipboard-write",
    }),
    greeting: { page: location.origin + location.pathname },
    heard,
    turned: (open) => remembered.set("open", open),
  });
  name();
  if (remembered.get("open")) panel.show(false);
  else if (remembered.get("live")) panel.load();

  function heard(told: Told): void {
    if (told.say === "live") remembered.set("live", told.live);
    if (told.say === "unread") unread = told.count;
    if (told.say === "language") language = told.language;
    name();
  }

  function name(): void {
    const words = WORDS[language];
    button.setAttribute("aria-label", unread ? words.unread(unread) : words.open);
    part("text").textContent = words.open;
    part("badge").textContent = unread > 99 ? "99+" : String(unread || "");
    part("badge").hidden = unread === 0;
  }

  function part(named: string): HTMLElement {
    return button.querySelector<HTMLElement>(`.${named}`)!;
  }
}
