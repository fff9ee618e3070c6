/** The page in the frame: makes the shadow root, opens the channel to the page around it, shows the chat. */

import { render } from "preact";
import { dress, rooted } from "../../embed/page";
import { drawer, shelf } from "./keep";
import { Session } from "./session";
import type { Language } from "./shapes";
import styles from "./styles.css?inline";
import { surround } from "./surroundings";
import { App } from "./ui/App";

const page = document.getElementById("yingda") as HTMLElement;
const site = page.dataset.site ?? "";
const language: Language = new URLSearchParams(location.search).get("language") === "en" ? "en" : "zh";

const session = new Session({ site, language, keep: drawer(site), shelf: shelf(site) });
const surroundings = surround(session);
follow();
session.subscribe(follow);
render(<App session={session} surroundings={surroundings} />, rooted(page, styles));
session.begin();

/** The site's accent, once it is known, and the language. */
function follow(): void {
  const state = session.state;
  dress(page, state.site?.accent ?? page.dataset.accent ?? "", state.language);
}
