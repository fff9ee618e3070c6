import type { Session } from "../session";
import type { State } from "../state";
import { isLive } from "../shapes";
import { WORDS, type Words } from "../words";
import { Icon } from "./icons";

interface Props {
  session: Session;
  state: State;
  framed: boolean;
  minimise: () => void;
  end: () => void;
}

export function Header({ session, state, framed, minimise, end }: Props) {
  const words = WORDS[state.language];
  const other = state.language === "zh" ? "en" : "zh";
  return (
    <header class="header">
      <div class="who">
        <h1 id="title">{state.site?.title[state.language] || words.service}</h1>
        <p class="status">
          <span class={`dot ${state.online && state.site?.open ? "on" : ""}`} />
          {standing(state, words)}
        </p>
      </div>
      {isLive(state.chat.contact) && (
        <button type="button" class="word" aria-label={words.endLabel} onClick={end}>
          {words.end}
        </button>
      )}
      <button
        type="button"
        class="word"
        lang={other}
        aria-label={words.switchLanguageLabel}
        onClick={() => session.speak(other)}
      >
        {words.switchLanguage}
      </button>
      {framed && (
        <button type="button" class="round" aria-label={words.minimise} title={words.minimise} onClick={minimise}>
          <Icon name="minimise" size={22} />
        </button>
      )}
    </header>
  );
}

function standing({ chat, site }: State, words: Words): string {
  const contact = chat.contact;
  if (contact?.state === "talking" && contact.agent) return words.servedBy(contact.agent.work_number);
  if (isLive(contact)) return words.waiting;
  if (contact?.state === "ended") return words.over;
  if (site && !site.open) return words.away;
  return words.online;
}
