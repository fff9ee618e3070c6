/** The customer's voice in the person's ear: one element for the whole page, on the chosen output. */
import { closeMicrophone, openMicrophone, soundFrom } from "./devices";
import type { Sound } from "./softphone";

const ear = new Audio();
ear.autoplay = true;

export const sounding: Sound = {
  open: openMicrophone,
  close: closeMicrophone,
  hear(stream) {
    ear.srcObject = stream;
    if (!stream) return;
    void soundFrom(ear, "output");
    ear.play().catch(() => undefined); // refused only on a page that nobody has touched; answering is a touch
  },
};

/** The output was chosen anew. */
export function moveEar(): void {
  void soundFrom(ear, "output");
}
