/** The whole panel. */

import { useEffect, useRef } from "preact/hooks";
import { focusOn, trapFocus } from "../../../embed/focus";
import { tag } from "../../../embed/page";
import type { Surroundings } from "../../../embed/surroundings";
import { useStore } from "../../../embed/useStore";
import type { Session } from "../session";
import type { Both } from "../shapes";
import { isLive, isUp } from "../state";
import { WORDS } from "../words";
import { CallHeader } from "./CallHeader";
import { Closed } from "./Closed";
import { Live } from "./Live";
import { Missing } from "./Missing";
import { Over } from "./Over";
import { Ready } from "./Ready";

interface Props {
  session: Session;
  surroundings: Surroundings;
  names: Both;
}

const KEY = /^[0-9*#]$/;

export function App({ session, surroundings, names }: Props) {
  const state = useStore(session);
  const panel = useRef<HTMLDivElement>(null);
  const { stage, info } = state;

  useEffect(() => surroundings.onFocus(() => (panel.current?.focus(), focusOn(panel.current, [".firm"]))), []);
  useEffect(() => {
    const box = panel.current!;
    const focused = (box.getRootNode() as ShadowRoot).activeElement;
    if (focused && focused !== box) return;
    box.focus(); // what had it is gone with the stage
    if (!isLive(stage)) focusOn(box, [".firm"]); // never on hanging up: a second Enter would do it
  }, [isLive(stage), stage === "over", info === null]);

  function keys(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.isComposing) surroundings.minimise();
    if (event.key === "Tab" && surroundings.full && surroundings.framed && panel.current) trapFocus(event, panel.current);
    const typing = (event.target as HTMLElement).tagName === "INPUT";
    if (isUp(stage) && !typing && KEY.test(event.key) && !event.ctrlKey && !event.metaKey) session.press(event.key);
  }

  const props = { session, state, words: WORDS[state.language] };
  return (
    <div
      ref={panel}
      tabIndex={-1}
      class={`panel ${surroundings.framed ? "" : "alone"}`}
      role={surroundings.framed ? "dialog" : "main"}
      aria-modal={surroundings.framed ? surroundings.full : undefined}
      aria-labelledby="title"
      lang={tag(state.language)}
      onKeyDown={keys}
    >
      <CallHeader {...props} names={names} surroundings={surroundings} />
      {isLive(stage) ? (
        <Live {...props} />
      ) : stage === "over" ? (
        <Over {...props} framed={surroundings.framed} />
      ) : !info ? (
        <Missing {...props} />
      ) : !info.open && !info.voice_mail ? (
        <Closed {...props} />
      ) : (
        <Ready {...props} framed={surroundings.framed} />
      )}
    </div>
  );
}
