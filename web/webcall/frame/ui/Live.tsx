import { useState } from "preact/hooks";
import { isUp, type State } from "../state";
import { lasted } from "../times";
import type { Words } from "../words";
import { Icon, type Drawing } from "./icons";
import { Keypad } from "./Keypad";
import type { Props } from "./props";
import { useSeconds } from "./useSeconds";
import { Voice } from "./Voice";

type Drawer = "keypad" | "volume" | null;

/** During the call: how it stands, and what one can do. */
export function Live({ session, state, words }: Props) {
  const [drawer, open] = useState<Drawer>(null);
  const { stage, muted, talked, began } = state;
  const up = isUp(stage);
  const seconds = useSeconds(talked ?? began);
  const toggle = (one: Drawer) => open(drawer === one ? null : one);

  return (
    <div class="body live">
      <div class="standing" role="status" aria-live="polite">
        <h2>
          <span class={`pulse ${stage === "talk" ? "still" : ""}`} />
          {words[stage as "talk"]}
        </h2>
        {lines(state, words).map((line) => (
          <p key={line}>{line}</p>
        ))}
        {state.unsteady && <p class="warn">{words.unsteady}</p>}
        {muted && <p class="warn">{words.mutedNow}</p>}
      </div>
      {seconds !== null && (
        <p class="timer" role="timer" aria-live="off">
          {lasted(seconds)}
        </p>
      )}
      {up && drawer !== "keypad" && <Voice session={session} muted={muted} label={words.soundLevel} />}
      {drawer === "keypad" && up && <Keypad session={session} pressed={state.pressed} words={words} />}
      {drawer === "volume" && (
        <label class="volume">
          <span>{words.volume}</span>
          <input
            type="range"
            min="0"
            max="1"
            step="0.05"
            value={state.volume}
            onInput={(event) => session.loud(Number(event.currentTarget.value))}
          />
        </label>
      )}
      <div class="keys">
        <Key name={muted ? "muted" : "microphone"} label={muted ? words.unmute : words.mute} on={muted} off={!up} act={() => session.mute(!muted)} />
        <Key name="keypad" label={words.keypad} on={drawer === "keypad"} off={!up} act={() => toggle("keypad")} expands />
        <Key name="volume" label={words.volume} on={drawer === "volume"} off={!up} act={() => toggle("volume")} expands />
      </div>
      <button type="button" class="hang-up wide" onClick={() => session.hangUp()}>
        <Icon name="hangUp" size={24} />
        {words.hangUp}
      </button>
    </div>
  );
}

/** What the customer is told about where they stand. */
function lines({ stage, place, minutes }: State, words: Words): string[] {
  if (stage === "asking") return [words.askingHow];
  if (stage === "dialling") return [words.diallingHow];
  if (stage === "lobby") return [words.lobbyHow];
  if (stage === "talk") return [words.talkHow];
  if (stage === "voice_mail") return [words.voiceMailHow];
  return [place === null ? "" : words.place(place), minutes === null ? words.waitUnknown : words.wait(minutes)].filter(Boolean);
}

interface KeyProps {
  name: Drawing;
  label: string;
  on: boolean;
  off: boolean;
  act: () => void;
  expands?: boolean;
}

function Key({ name, label, on, off, act, expands }: KeyProps) {
  const said = expands ? { "aria-expanded": on } : { "aria-pressed": on };
  return (
    <button type="button" class={`key ${on ? "on" : ""}`} disabled={off} {...said} onClick={act}>
      <Icon name={name} size={24} />
      <span>{label}</span>
    </button>
  );
}
