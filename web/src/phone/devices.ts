/** Which microphone, headphones and bell: kept in this browser, with what went wrong said as a code. */
import { ref, shallowRef } from "vue";

export type Trouble = "insecure" | "microphone_denied" | "no_microphone" | "microphone_busy" | "no_webrtc";
export type DeviceKind = "input" | "output" | "bell";

export class NoMicrophone extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
    this.name = "NoMicrophone";
  }
}

const KEPT = "yingda.devices";
const OF: Record<DeviceKind, MediaDeviceKind> = { input: "audioinput", output: "audiooutput", bell: "audiooutput" };

/** Ids of the chosen devices; "" is what the machine prefers. */
export const chosen = ref<Record<DeviceKind, string>>({ input: "", output: "", bell: "", ...kept() });
export const known = shallowRef<MediaDeviceInfo[]>([]);

export function chooseDevice(kind: DeviceKind, id: string): void {
  chosen.value = { ...chosen.value, [kind]: id };
  localStorage.setItem(KEPT, JSON.stringify(chosen.value));
}

export const devicesFor = (kind: DeviceKind) => known.value.filter((one) => one.kind === OF[kind] && one.deviceId);

/** Names are told only after the microphone was allowed once. */
export async function lookForDevices(): Promise<void> {
  known.value = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
}

/** What keeps this page from telephoning at all. */
export function hindrance(): Trouble | null {
  if (!window.isSecureContext) return "insecure";
  return navigator.mediaDevices && "RTCPeerConnection" in window ? null : "no_webrtc";
}

/** The microphone, with echo cancelled. A chosen one that was unplugged gives way to what there is. Throws NoMicrophone. */
export async function openMicrophone(): Promise<MediaStream> {
  const cannot = hindrance();
  if (cannot) throw new NoMicrophone(cannot);
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, deviceId: chosen.value.input ? { ideal: chosen.value.input } : undefined };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (trouble) {
    if (!(trouble instanceof DOMException)) throw trouble;
    throw new NoMicrophone(named(trouble.name));
  }
}

export function closeMicrophone(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Let an element sound from the chosen device, where the browser can. */
export async function soundFrom(element: HTMLAudioElement, kind: "output" | "bell"): Promise<void> {
  if (!("setSinkId" in element)) return;
  const there = devicesFor(kind).some((one) => one.deviceId === chosen.value[kind]);
  await element.setSinkId(there ? chosen.value[kind] : "").catch(() => element.setSinkId("")); // unplugged meanwhile
}

function named(error: string): Trouble {
  if (error === "NotAllowedError" || error === "SecurityError") return "microphone_denied";
  return error === "NotFoundError" || error === "OverconstrainedError" ? "no_microphone" : "microphone_busy";
}

function kept(): Partial<Record<DeviceKind, string>> {
  const text = localStorage.getItem(KEPT);
  return text ? (JSON.parse(text) as Partial<Record<DeviceKind, string>>) : {};
}
