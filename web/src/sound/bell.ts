/** The ring of an offer, made here: two soft tones, repeated until somebody answers. */
import { ref } from "vue";

const PAUSE_MS = 2_500;
const KEPT = "yingda.sound";
let room: AudioContext | undefined;
let ringing: ReturnType<typeof setInterval> | undefined;

/** Browsers keep a page silent until a person has touched it. */
export const audible = ref(false);
export const wanted = ref(localStorage.getItem(KEPT) !== "off");

export function wantSound(on: boolean): void {
  wanted.value = on;
  localStorage.setItem(KEPT, on ? "on" : "off");
  if (on) allowSound();
  else hush();
}

/** Call from a click or key press. */
export function allowSound(): void {
  room ??= new AudioContext();
  void room.resume().then(() => (audible.value = room?.state === "running"));
}

export function ring(): void {
  if (ringing) return;
  strike();
  ringing = setInterval(strike, PAUSE_MS);
}

export function hush(): void {
  clearInterval(ringing);
  ringing = undefined;
}

/** One short tone, for news that is not a ring. */
export function tick(): void {
  if (wanted.value && room?.state === "running") tone(880, 0, 0.12, 0.06);
}

function strike(): void {
  if (!wanted.value || room?.state !== "running") return;
  tone(660, 0, 0.5, 0.16);
  tone(880, 0.18, 0.7, 0.16);
}

function tone(frequency: number, delay: number, length: number, loudness: number): void {
  const start = room!.currentTime + delay;
  const voice = room!.createOscillator();
  const volume = room!.createGain();
  voice.type = "sine";
  voice.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
  voice.connect(volume).connect(room!.destination);
  voice.start(start);
  voice.stop(start + length);
}

/** Sound comes back after a reload with the first touch of the page. */
export function wakeWithFirstTouch(): void {
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, allowSound, { once: true, capture: true });
}
