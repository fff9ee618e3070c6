/** Telling a person who looks elsewhere: a notification of the system, and a title that blinks. */
let blinking: ReturnType<typeof setInterval> | undefined;
let calm = "";

/** Ask once, on a click; browsers refuse to ask otherwise. */
export function allowNotifications(): void {
  if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
}

export function notify(title: string, body: string, tag: string, act: () => void): void {
  if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return;
  const shown = new Notification(title, { body, tag, icon: "/assets/icon.svg" });
  shown.onclick = () => {
    window.focus();
    shown.close();
    act();
  };
}

export function flashTitle(words: string): void {
  stopFlashing();
  calm = document.title;
  document.title = words;
  blinking = setInterval(() => (document.title = document.title === words ? calm : words), 1_000);
}

export function stopFlashing(): void {
  if (!blinking) return;
  clearInterval(blinking);
  blinking = undefined;
  document.title = calm;
}
