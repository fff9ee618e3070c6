/** The button of a headset reaches the page as a media key while the bell or the ear sounds. */
import { onScopeDispose } from "vue";

type Pressed = () => unknown;
const NAMES = ["play", "pause", "hangup", "togglemicrophone"] as const;

export function headsetButtons({ answer, hangUp, mute }: { answer: Pressed; hangUp: Pressed; mute: Pressed }): void {
  const session = navigator.mediaSession as MediaSession | undefined;
  if (!session) return;
  const deeds: Record<(typeof NAMES)[number], Pressed> = { play: answer, pause: answer, hangup: hangUp, togglemicrophone: mute };
  for (const name of NAMES) listen(session, name, deeds[name]);
  onScopeDispose(() => NAMES.forEach((name) => listen(session, name, null)));
}

/** Browsers throw for buttons that they do not know. */
function listen(session: MediaSession, name: (typeof NAMES)[number], deed: Pressed | null): void {
  try {
    session.setActionHandler(name as MediaSessionAction, deed && (() => void deed()));
  } catch (unknown) {
    if (!(unknown instanceof TypeError)) throw unknown;
  }
}
