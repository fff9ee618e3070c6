import type { Both } from "../shapes";
import { isLive } from "../state";
import { Icon } from "./icons";
import type { Props } from "./props";

export function Header({ session, state, words, names, framed, minimise }: Props & { names: Both; framed: boolean; minimise: () => void }) {
  const other = state.language === "zh" ? "en" : "zh";
  const on = isLive(state.stage) || Boolean(state.info?.open);
  return (
    <header class="header">
      <div class="who">
        <h1 id="title">{names[state.language] || words.service}</h1>
        <p class="status">
          <span class={`dot ${on ? "on" : ""}`} />
          {isLive(state.stage) ? words[state.stage as "talk"] : state.info && !state.info.open ? words.away : words.service}
        </p>
      </div>
      <button type="button" class="word" lang={other} aria-label={words.switchLanguageLabel} onClick={() => session.speak(other)}>
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
