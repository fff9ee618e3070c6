/** All that was said, oldest first, with what waits to be sent at the end. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Item } from "../outbox";
import type { Session, State } from "../session";
import { isLive, type Message } from "../shapes";
import { clock, day } from "../times";
import { WORDS, type Words } from "../words";
import { Waiting, PendingLine } from "./Pending";
import { Icon } from "./icons";
import { FileOf, Picture } from "./Files";
import { Queue } from "./Queue";

interface Props {
  session: Session;
  state: State;
}

const NEAR_END_PX = 80;
const QUIET_MS = 5 * 60_000;

export function Log({ session, state }: Props) {
  const words = WORDS[state.language];
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [below, setBelow] = useState(false);
  const messages = state.chat.messages;
  const count = messages.length + state.pending.length;
  const own = state.pending.length > 0;

  function down(): void {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    atEnd.current = true;
    setBelow(false);
  }

  useLayoutEffect(() => {
    if (atEnd.current || own) down();
    else setBelow(true);
  }, [count, own]);
  useLayoutEffect(
    () => void (atEnd.current && down()),
    [state.typing, state.open, state.chat.contact?.state, state.site],
  );

  function scrolled(): void {
    const log = box.current!;
    atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    if (atEnd.current) setBelow(false);
  }

  return (
    <div class="log" ref={box} role="log" aria-label={words.log} aria-live="polite" tabIndex={0} onScroll={scrolled}>
      {state.site && <Bubble side="theirs" text={state.site.greeting[state.language]} note="" />}
      {messages.map((message, at) => (
        <Said
          key={message.id}
          session={session}
          state={state}
          message={message}
          before={messages[at - 1]}
          onSize={() => atEnd.current && down()}
        />
      ))}
      {state.pending.filter(unsaid(messages)).map((item) => (
        <Waiting key={item.uid} session={session} state={state} item={item} />
      ))}
      {isLive(state.chat.contact) && state.chat.contact?.state !== "talking" && <Queue state={state} />}
      {!state.chat.contact && state.pending.some((item) => item.kind === "start" && !item.refused) && (
        <PendingLine text={words.connecting} />
      )}
      {state.typing && (
        <div class="typing" role="status" aria-label={words.typing}>
          <i /> <i /> <i />
        </div>
      )}
      {below && (
        <button type="button" class="below" onClick={down}>
          {words.newMessages}
        </button>
      )}
    </div>
  );
}

const unsaid = (messages: Message[]) => (item: Item) => !messages.some((message) => message.id === item.uid);

interface SaidProps extends Props {
  message: Message;
  before: Message | undefined;
  onSize: () => void;
}

function Said({ session, state, message, before, onSize }: SaidProps) {
  const words = WORDS[state.language];
  const heading = stamp(message, before, state, words);
  if (message.author === "system") {
    return (
      <>
        {heading}
        <p class="news">
          <span class="hidden">{words.system}：</span>
          {message.text}
        </p>
      </>
    );
  }
  const mine = message.author === "customer";
  const speaker = mine ? words.you : words.agent(message.work_number ?? "");
  const changed =
    !before || before.author !== message.author || before.work_number !== message.work_number || heading !== null;
  return (
    <>
      {heading}
      <Bubble
        side={mine ? "mine" : "theirs"}
        speaker={speaker}
        named={!mine && changed}
        text={message.text}
        bare={message.file?.picture ?? false}
        note={
          <>
            <time dateTime={message.at}>{clock(message.at, state.language)}</time>
            {mine && <Ticks seen={message.seen !== null} words={words} />}
          </>
        }
      >
        {message.file?.picture && <Picture session={session} file={message.file} words={words} onSize={onSize} />}
        {message.file && !message.file.picture && <FileOf session={session} file={message.file} words={words} />}
      </Bubble>
    </>
  );
}

/** A day and time of day, where a day begins or after some silence. */
function stamp(message: Message, before: Message | undefined, state: State, words: Words) {
  const quiet = !before || Date.parse(message.at) - Date.parse(before.at) > QUIET_MS;
  if (!quiet) return null;
  return <p class="stamp">{`${day(message.at, state.language, words)} ${clock(message.at, state.language)}`}</p>;
}

function Ticks({ seen, words }: { seen: boolean; words: Words }) {
  return (
    <span
      class={`ticks ${seen ? "seen" : ""}`}
      role="img"
      aria-label={seen ? words.seen : words.sent}
      title={seen ? words.seen : words.sent}
    >
      <Icon name={seen ? "ticks" : "tick"} size={15} />
    </span>
  );
}

interface BubbleProps {
  side: "mine" | "theirs";
  text: string;
  note: ComponentChildren;
  speaker?: string;
  named?: boolean;
  bare?: boolean;
  state?: string;
  children?: ComponentChildren;
}

export function Bubble({ side, text, note, speaker, named, bare, state = "", children }: BubbleProps) {
  return (
    <div class={`said ${side} ${state}`}>
      {speaker && <span class={named ? "speaker" : "hidden"}>{speaker}</span>}
      <div class={`bubble ${bare ? "bare" : ""}`}>
        {children}
        {text && <span class="text">{text}</span>}
      </div>
      <span class="note">{note}</span>
    </div>
  );
}
