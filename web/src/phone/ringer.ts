/** The bell of the telephone: an element of its own, so that it can ring from loudspeakers while the headset stays quiet. */
import { wanted } from "@/sound/bell";
import { soundFrom } from "./devices";

const RATE = 8_000;
const PERIOD_SECONDS = 5; // one ring a period, as the rings of 2.1 are counted
const TONES = [
  { at: 0, hertz: 660, lasts: 0.9 },
  { at: 0.25, hertz: 880, lasts: 0.9 },
];
let element: HTMLAudioElement | undefined;

export function startRinging(): void {
  if (!wanted.value) return;
  element ??= bell();
  const ringing = element;
  void soundFrom(ringing, "bell").then(() => ringing.play().catch(() => undefined)); // silent until the page was touched
}

export function stopRinging(): void {
  element?.pause();
  if (element) element.currentTime = 0;
}

function bell(): HTMLAudioElement {
  const made = new Audio(URL.createObjectURL(new Blob([wave(ring())], { type: "audio/wav" })));
  made.loop = true;
  return made;
}

/** One period of the bell as samples between -1 and 1. */
export function ring(): Float32Array {
  const samples = new Float32Array(RATE * PERIOD_SECONDS);
  for (const { at, hertz, lasts } of TONES)
    for (let place = 0; place < lasts * RATE; place++) {
      const seconds = place / RATE;
      const loudness = 0.35 * Math.min(1, seconds / 0.02) * Math.exp(-3 * seconds);
      samples[Math.round(at * RATE) + place]! += loudness * Math.sin(2 * Math.PI * hertz * seconds);
    }
  return samples;
}

/** Samples as a WAV file: mono, 16 bit. */
export function wave(samples: Float32Array, rate = RATE): ArrayBuffer {
  const bytes = new ArrayBuffer(44 + 2 * samples.length);
  const view = new DataView(bytes);
  const word = (at: number, text: string) => [...text].forEach((letter, place) => view.setUint8(at + place, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + 2 * samples.length, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, place) => view.setInt16(44 + 2 * place, Math.round(32_767 * Math.max(-1, Math.min(1, sample))), true));
  return bytes;
}
