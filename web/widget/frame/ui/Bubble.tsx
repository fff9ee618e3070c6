/** One thing said: words or a file, on its speaker's side. */

import type { ComponentChildren } from "preact";

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
      {note && <span class="note">{note}</span>}
    </div>
  );
}
