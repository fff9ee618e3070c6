/** All that was said, oldest first, with what waits to be sent at the end. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Item } from "../outbox";
import type { Session } from "../session";
import type { State } from "../state";
import { isLive, type Message } from "../shapes";
import { clock, day } from "../times";
import { WORDS, type Words } from "../words";
import { Bubble } from "./Bubble";
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
const RUN_MS = 60_000;

export function Log({ session, state }: Props) {
  const words = WORDS[state.language];
  const { box, lines, below, down, scrolled } = useEnd(state);
  const { contact, messages } = state.chat;
  const beginning = state.pending.some((item) => item.kind === "start" && !item.refused);
  return (
    <div class="log" ref={box} role="log" aria-label={words.log} aria-live="polite" tabIndex={0} onScroll={scrolled}>
      <div class="lines" ref={lines}>
        {state.site && <Bubble side="theirs" text={state.site.greeting[state.language]} note={null} />}
        {messages.map((message, at) => (
          <Said key={message.id} session={session} state={state} at={at} />
        ))}
        {state.pending.filter(unsaid(messages)).map((item) => (
          <Waiting key={item.uid} session={session} state={state} item={item} />
        ))}
        {isLive(contact) && contact?.state !== "talking" && <Queue state={state} />}
        {!contact && beginning && <PendingLine text={words.connecting} />}
        {state.typing && (
          <div class="typing" role="status" aria-label={words.typing}>
            <i /> <i /> <i />
          </div>
        )}
      </div>
      {below && (
        <button type="button" class="below" onClick={down}>
          {words.newMessages}
        </button>
      )}
    </div>
  );
}

/** Keeps to the end while the reader is there; does not tear away one who reads further up. */
function useEnd(state: State) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const height = useRef(0);
  const [below, setBelow] = useState(false);

  function down(): void {
    box.current!.scrollTop = box.current!.scrollHeight;
    atEnd.current = true;
    setBelow(false);
  }

  /** What grew or shrank moves the place as well: only the reader's own scrolling counts. */
  function scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = box.current!;
    const moved = height.current === scrollHeight + clientHeight;
    height.current = scrollHeight + clientHeight;
    if (!moved) return;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (atEnd.current) setBelow(false);
  }

  useEffect(() => {
    const grown = new ResizeObserver(() => atEnd.current && down());
    grown.observe(lines.current!);
    grown.observe(box.current!);
    return () => grown.disconnect();
  }, []);
  useLayoutEffect(() => down(), [state.pending.length > 0]);
  useLayoutEffect(() => void (!atEnd.current && setBelow(true)), [state.chat.messages.length]);
  return { box, lines, below, down, scrolled };
}

const unsaid = (messages: Message[]) => (item: Item) => !messages.some((message) => message.id === item.uid);

function Said({ session, state, at }: Props & { at: number }) {
  const words = WORDS[state.language];
  const { messages } = state.chat;
  const message = messages[at]!;
  const before = messages[at - 1];
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
  return (
    <>
      {heading}
      <Bubble
        side={mine ? "mine" : "theirs"}
        speaker={mine ? words.you : words.agent(message.by?.work_number ?? "")}
        named={!mine && (heading !== null || !before || !sameSpeaker(before, message))}
        text={message.text}
        bare={message.file?.picture ?? false}
        note={goesOn(message, messages[at + 1]) ? null : <Note message={message} state={state} words={words} />}
      >
        {message.file?.picture && <Picture session={session} file={message.file} words={words} />}
        {message.file && !message.file.picture && <FileOf session={session} file={message.file} words={words} />}
      </Bubble>
    </>
  );
}

function Note({ message, state, words }: { message: Message; state: State; words: Words }) {
  return (
    <>
      <time dateTime={message.at}>{clock(message.at, state.language)}</time>
      {message.author === "customer" && <Ticks seen={message.seen !== null} words={words} />}
    </>
  );
}

const sameSpeaker = (one: Message, other: Message) => one.author === other.author && one.by?.id === other.by?.id;

/** The next message says time and ticks for this one too. */
function goesOn(message: Message, next: Message | undefined): boolean {
  if (!next || !sameSpeaker(message, next) || (message.seen === null) !== (next.seen === null)) return false;
  return Date.parse(next.at) - Date.parse(message.at) < RUN_MS;
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
