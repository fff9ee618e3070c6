import { Header } from "../../../embed/Header";
import type { Surroundings } from "../../../embed/surroundings";
import type { Both } from "../shapes";
import { isLive } from "../state";
import type { Props } from "./props";

export function CallHeader({ session, state, words, names, surroundings }: Props & { names: Both; surroundings: Surroundings }) {
  const { stage, info, language } = state;
  return (
    <Header
      title={names[language] || words.service}
      on={isLive(stage) || Boolean(info?.open)}
      standing={isLive(stage) ? words[stage as "talk"] : info && !info.open ? words.away : words.service}
      language={language}
      words={words}
      speak={(one) => session.speak(one)}
      surroundings={surroundings}
    />
  );
}
