/** The page in the frame: makes the shadow root, opens the channel to the page around it, shows the telephone. */

import { render } from "preact";
import { dress, rooted } from "../../embed/page";
import { api } from "./api";
import { letGo, microphone } from "./microphone";
import { dial } from "./phone";
import { Session } from "./session";
import type { Language } from "./shapes";
import { isLive } from "./state";
import styles from "./styles.css?inline";
import { surround } from "./surroundings";
import { App } from "./ui/App";
import { WORDS } from "./words";

const page = document.getElementById("yingda") as HTMLElement;
const wished = new URLSearchParams(location.search).get("language") ?? navigator.language;
const language: Language = wished.toLowerCase().startsWith("zh") ? "zh" : "en";
const names = { zh: page.dataset.title ?? "", en: page.dataset.titleEn ?? "" };

const speaker = new Audio();
const session = new Session(page.dataset.call ?? "", language, {
  server: api,
  microphone,
  letGo,
  dial,
  play: (sound) => {
    speaker.srcObject = sound;
    if (sound) void speaker.play();
  },
});
const surroundings = surround(session);
follow();
session.subscribe(follow);
render(<App session={session} surroundings={surroundings} names={names} />, rooted(page, styles));
void session.begin();

/** Whatever of the page follows the session. */
function follow(): void {
  const { language: spoken, volume } = session.state;
  dress(page, page.dataset.accent ?? "", spoken);
  document.title = names[spoken] || WORDS[spoken].service;
  speaker.volume = volume;
}

// A page that goes away hangs up, so that nobody talks to an empty room; before that the customer is asked.
window.addEventListener("pagehide", () => session.hangUp());
window.addEventListener("beforeunload", (event) => {
  if (isLive(session.state.stage)) event.preventDefault();
});
