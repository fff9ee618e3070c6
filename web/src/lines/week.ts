/** Hours as people write them, "08:00-12:00, 22:00-06:00", and as the server keeps them, pairs of times. */
export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Interval = string[];

const PIECE = /^(\d{1,2}):(\d{2})[-–—~～至](\d{1,2}):(\d{2})$/;

export function written(hours: readonly Interval[]): string {
  return hours.map((one) => one.join("–")).join(", ");
}

/** The intervals in a text, or null when it cannot be read. An empty text is a day without service. */
export function read(text: string): Interval[] | null {
  const pieces = text
    .replaceAll("：", ":")
    .split(/[,，、;；]/)
    .map((one) => one.replace(/\s/g, ""))
    .filter(Boolean);
  const found = pieces.map(interval);
  return found.every((one) => one !== null) ? found : null;
}

function interval(piece: string): Interval | null {
  const match = PIECE.exec(piece);
  if (!match) return null;
  const [, from, past, to, after] = match as unknown as [string, string, string, string, string];
  const times: [string, string][] = [
    [from, past],
    [to, after],
  ];
  return times.every(isTime) ? times.map(([hour, minute]) => `${hour.padStart(2, "0")}:${minute}`) : null;
}

function isTime([hour, minute]: [string, string]): boolean {
  return Number(minute) < 60 && (Number(hour) < 24 || (Number(hour) === 24 && minute === "00"));
}
