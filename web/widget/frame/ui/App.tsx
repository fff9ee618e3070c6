/** The whole panel. */

import { useEffect, useRef, useState } from "preact/hooks";
import { focusOn, trapFocus } from "../../../embed/focus";
import { tag } from "../../../embed/page";
import type { Surroundings } from "../../../embed/surroundings";
import { useStore } from "../../../embed/useStore";
import { named, objection } from "../files";
import type { Session } from "../session";
import { isLive } from "../shapes";
import { WORDS } from "../words";
import { ChatHeader } from "./ChatHeader";
import { Composer } from "./Composer";
import { Confirm } from "./Confirm";
import { Ended } from "./Ended";
import { Letter } from "./Letter";
import { Log } from "./Log";
import { Notices } from "./Notices";

interface Props {
  session: Session;
  surroundings: Surroundings;
}

export function App({ session, surroundings }: Props) {
  const state = useStore(session);
  const words = WORDS[state.language];
  const panel = useRef<HTMLDivElement>(null);
  const [asking, ask] = useState(false);
  const [dragging, drag] = useState(false);
  const [problem, complain] = useState("");
  const { site, chat } = state;
  const letter = site && !site.open && !isLive(chat.contact) && chat.contact?.state !== "ended";
  const over = chat.contact && !isLive(chat.contact);

  useEffect(
    () => surroundings.onFocus(() => focusOn(panel.current, ["textarea", "input", ".firm", "button"])),
    [],
  );
  useEffect(() => complain(""), [state.language, state.pending.length]);

  function attach(files: Iterable<File>): void {
    if (!site || !isLive(chat.contact)) return complain(words.attachFirst);
    for (const file of files) {
      const given = named(file);
      const why = objection(given, site.limits, words);
      if (why) complain(why);
      else session.attach(given);
    }
  }

  function keys(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.isComposing) {
      if (asking) ask(false);
      else surroundings.minimise();
    }
    if (event.key === "Tab" && surroundings.full && surroundings.framed && panel.current)
      trapFocus(event, panel.current);
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    drag(false);
    attach(event.dataTransfer?.files ?? []);
  }

  return (
    <div
      ref={panel}
      class="panel"
      role="dialog"
      aria-modal={surroundings.full && surroundings.framed}
      aria-labelledby="title"
      lang={tag(state.language)}
      onKeyDown={keys}
      onDragOver={(event) => (event.preventDefault(), drag(isLive(chat.contact)))}
      onDragLeave={(event) => event.target === event.currentTarget && drag(false)}
      onDrop={drop}
    >
      <ChatHeader session={session} state={state} surroundings={surroundings} end={() => ask(true)} />
      <Notices state={state} problem={problem} dismiss={() => complain("")} />
      {letter ? (
        <Letter session={session} state={state} />
      ) : (
        <>
          <Log session={session} state={state} />
          {over ? (
            <Ended session={session} state={state} />
          ) : (
            <Composer session={session} state={state} attach={attach} />
          )}
        </>
      )}
      {asking && <Confirm words={words} no={() => ask(false)} yes={() => session.end().then(() => ask(false))} />}
      {dragging && <div class="drop">{words.drop}</div>}
    </div>
  );
}
