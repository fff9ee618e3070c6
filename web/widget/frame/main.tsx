/** The page in the frame: makes the shadow root, opens the channel to the page around it, shows the chat. */

import { render } from "preact";
import { shades } from "../../embed/colours";
import { drawer, shelf } from "./keep";
import { Session } from "./session";
import type { Language } from "./shapes";
import styles from "./styles.css?inline";
import { Surroundings } from "./surroundings";
import { App } from "./ui/App";

const page = document.getElementById("yingda") as HTMLElement;
const site = page.dataset.site ?? "";
const language: Language = new URLSearchParams(location.search).get("language") === "en" ? "en" : "zh";

const root = page.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);
root.adoptedStyleSheets = [sheet];

const session = new Session({ site, language, keep: drawer(site), shelf: shelf(site) });
const surroundings = new Surroundings(session);
dress();
session.subscribe(dress);
render(<App session={session} surroundings={surroundings} />, root);
session.begin();

/** The site's accent and the language of the page. */
function dress(): void {
  const state = session.state;
  const { accent, onAccent, accentText } = shades(state.site?.accent ?? page.dataset.accent ?? "");
  page.style.setProperty("--accent", accent);
  page.style.setProperty("--on-accent", onAccent);
  page.style.setProperty("--accent-text", accentText);
  document.documentElement.lang = state.language === "zh" ? "zh-Hans" : "en";
}
