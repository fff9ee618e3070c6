/** What makes a session act without its user: the clock, the network, the eyes that come back. */

const PLACE_EVERY_MS = 8_000;
const PRESENT_EVERY_MS = 45_000;

interface Alive {
  askPlace(): void;
  stayPresent(): void;
  back(): void;
  lost(): void;
  looked(): void;
  shared(): void;
}

export function keepAlive(session: Alive): void {
  setInterval(() => session.askPlace(), PLACE_EVERY_MS);
  setInterval(() => session.stayPresent(), PRESENT_EVERY_MS);
  window.addEventListener("online", () => session.back());
  window.addEventListener("offline", () => session.lost());
  window.addEventListener("storage", () => session.shared());
  document.addEventListener("visibilitychange", () => session.looked());
}
