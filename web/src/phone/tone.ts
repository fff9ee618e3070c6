/** A short sound from one of the chosen outputs, to hear whether it is the right one. */
import { soundFrom } from "./devices";
import { ring, wave } from "./ringer";

const SECONDS = 1.6;

export async function playTone(kind: "output" | "bell"): Promise<void> {
  const url = URL.createObjectURL(new Blob([wave(ring().slice(0, 8_000 * SECONDS))], { type: "audio/wav" }));
  const element = new Audio(url);
  element.onended = () => URL.revokeObjectURL(url);
  await soundFrom(element, kind);
  await element.play();
}
