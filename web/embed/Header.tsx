import type { ComponentChildren } from "preact";
import type { Language } from "./http";
import { COMMON, drawn } from "./icons";
import type { Surroundings } from "./surroundings";

interface Props {
  title: string;
  /** The dot before `standing`. */
  on: boolean;
  standing: string;
  language: Language;
  words: { switchLanguage: string; switchLanguageLabel: string; minimise: string };
  speak: (language: Language) => void;
  surroundings: Surroundings;
  children?: ComponentChildren;
}

const Icon = drawn(COMMON);

/** Title and standing, buttons of one's own, then language and minimising. */
export function Header({ title, on, standing, language, words, speak, surroundings, children }: Props) {
  const other = language === "zh" ? "en" : "zh";
  return (
    <header class="header">
      <div class="who">
        <h1 id="title">{title}</h1>
        <p class="status">
          <span class={`dot ${on ? "on" : ""}`} />
          {standing}
        </p>
      </div>
      {children}
      <button type="button" class="word" lang={other} aria-label={words.switchLanguageLabel} onClick={() => speak(other)}>
        {words.switchLanguage}
      </button>
      {surroundings.framed && (
        <button
          type="button"
          class="round"
          aria-label={words.minimise}
          title={words.minimise}
          onClick={() => surroundings.minimise()}
        >
          <Icon name="minimise" size={22} />
        </button>
      )}
    </header>
  );
}
