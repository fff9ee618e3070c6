/** Where one writes. Enter sends, Shift + Enter breaks the line; an input method keeps its Enter. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Session } from "../session";
import type { State } from "../state";
import { isLive } from "../shapes";
import { WORDS } from "../words";
import { Who } from "./Who";
import { Icon } from "./icons";

interface Props {
  session: Session;
  state: State;
  attach: (files: Iterable<File>) => void;
}

const NEAR_LIMIT = 0.9;
const NOBODY = { name: "", phone: "" };

export function Composer({ session, state, attach }: Props) {
  const words = WORDS[state.language];
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [who, setWho] = useState(NOBODY);
  const most = state.site?.limits.text ?? 4000;
  const long = state.draft.length > most;
  const begun = isLive(state.chat.contact);
  const first = !begun && state.pending.length === 0;

  useLayoutEffect(() => {
    const box = area.current!;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 120)}px`;
  }, [state.draft]);

  function send(): void {
    const text = state.draft.trim();
    if (!text || long) return;
    session.write("");
    session.say(text, who);
    area.current?.focus();
  }

  function key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  }

  function paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    attach(files);
  }

  function picked(input: HTMLInputElement): void {
    attach([...(input.files ?? [])]);
    input.value = "";
  }

  return (
    <form class="composer" onSubmit={(event) => (event.preventDefault(), send())}>
      {first && <Who words={words} who={who} change={setWho} />}
      <div class="row">
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept={state.site?.limits.endings.join(",")}
          onChange={(event) => picked(event.currentTarget)}
        />
        {begun && (
          <button
            type="button"
            class="round"
            aria-label={words.attach}
            title={words.attach}
            onClick={() => picker.current?.click()}
          >
            <Icon name="attach" />
          </button>
        )}
        <textarea
          ref={area}
          rows={1}
          value={state.draft}
          placeholder={words.write}
          aria-label={words.writeLabel}
          aria-invalid={long}
          enterkeyhint="send"
          onInput={(event) => session.write(event.currentTarget.value)}
          onKeyDown={key}
          onPaste={paste}
        />
        <button
          type="submit"
          class="round send"
          aria-label={words.send}
          title={words.send}
          disabled={!state.draft.trim() || long}
        >
          <Icon name="send" />
        </button>
      </div>
      <div role="status" class="count">
        {long
          ? words.tooLong(most, state.draft.length)
          : state.draft.length > most * NEAR_LIMIT
            ? `${state.draft.length} / ${most}`
            : ""}
      </div>
    </form>
  );
}
