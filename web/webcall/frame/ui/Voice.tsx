import { useEffect, useRef } from "preact/hooks";
import { meter } from "../level";
import type { Session } from "../session";

const LOOK_MS = 80;

/** A bar that moves with the customer's own voice: they see that they are heard. */
export function Voice({ session, muted, label }: { session: Session; muted: boolean; label: string }) {
  const bar = useRef<HTMLElement>(null);

  useEffect(() => {
    const voice = session.microphone;
    if (!voice || muted) return;
    const { level, close } = meter(voice);
    const looking = setInterval(() => bar.current?.style.setProperty("--level", level().toFixed(2)), LOOK_MS);
    return () => {
      clearInterval(looking);
      bar.current?.style.setProperty("--level", "0");
      close();
    };
  }, [session.microphone, muted]);

  return (
    <div class="voice">
      <span>{label}</span>
      <i ref={bar} />
    </div>
  );
}
