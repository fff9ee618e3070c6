/** The customer's microphone, or in which way there is none. */

import { Trouble, type Code } from "./shapes";

const CODES: Record<string, Code> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "no_microphone",
  OverconstrainedError: "no_microphone",
  NotReadableError: "microphone_busy",
  AbortError: "microphone_busy",
};

/** Ask for it. The browser asks the customer, unless they have answered before. Raises Trouble. */
export async function microphone(): Promise<MediaStream> {
  if (!window.isSecureContext || !navigator.mediaDevices) throw new Trouble("insecure");
  if (!delegated()) throw new Trouble("forbidden");
  return navigator.mediaDevices.getUserMedia({ audio: true, video: false }).catch((error: DOMException) => {
    throw new Trouble(CODES[error.name] ?? "microphone", error.message);
  });
}

export function letGo(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}

/** Whether the page around the frame lets it have a microphone; browsers that cannot tell refuse when asked. */
function delegated(): boolean {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return featurePolicy?.allowsFeature("microphone") ?? true;
}
