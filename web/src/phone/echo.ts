/** Hearing oneself through the exchange: the whole way of the sound, there and back. */
import type { Softphone } from "./softphone";
import { listenTo } from "./loudness";
import { sounding } from "./sounding";

const ECHO = "*43";
const LASTS_MS = 6_000;
const CONNECTS_MS = 8_000;
const HEARD = 0.2;

/** Call the echo for a few seconds. Whether something came back. */
export function callEcho(phone: Softphone, microphone: MediaStream): Promise<boolean> {
  return new Promise((resolve) => {
    let loudest = 0;
    let deaf: () => void = () => undefined;
    const session = phone.callService(ECHO, microphone, (stream) => {
      sounding.hear(stream);
      deaf = listenTo(stream, (level) => (loudest = Math.max(loudest, level)));
    });
    let timer = setTimeout(hangUp, CONNECTS_MS);

    function hangUp(): void {
      if (!session.isEnded()) session.terminate();
    }

    function over(): void {
      clearTimeout(timer);
      deaf();
      sounding.hear(null);
      resolve(loudest >= HEARD);
    }

    session.on("confirmed", () => {
      clearTimeout(timer);
      timer = setTimeout(hangUp, LASTS_MS);
    });
    session.on("ended", over);
    session.on("failed", over);
  });
}
