import { Header } from "../../../embed/Header";
import type { Surroundings } from "../../../embed/surroundings";
import type { Session } from "../session";
import { isLive } from "../shapes";
import type { State } from "../state";
import { WORDS, type Words } from "../words";

interface Props {
  session: Session;
  state: State;
  surroundings: Surroundings;
  end: () => void;
}

export function ChatHeader({ session, state, surroundings, end }: Props) {
  const { site, chat, language } = state;
  const words = WORDS[language];
  return (
    <Header
      title={site?.title[language] || words.service}
      on={state.online && Boolean(site?.open)}
      standing={standing(state, words)}
      language={language}
      words={words}
      speak={(one) => session.speak(one)}
      surroundings={surroundings}
    >
      {isLive(chat.contact) && (
        <button type="button" class="word" aria-label={words.endLabel} onClick={end}>
          {words.end}
        </button>
      )}
    </Header>
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
