/** Ids made by the browser. */

const COUNTER_MOST = 0xfff;
const COUNTER_START = 0x7ff;

let lastTime = 0;
let counter = 0;

/** A UUIDv7. Those made here sort in the order in which they were made, also within a millisecond. */
export function uuid7(at: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const [time, count] = following(at, ((bytes[6]! << 8) | bytes[7]!) & COUNTER_START);
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(time / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | (count >> 8);
  bytes[7] = count & 0xff;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The next (time, counter): a full counter borrows a millisecond from the future, a clock put back is not followed. */
function following(at: number, start: number): [number, number] {
  if (at > lastTime) [lastTime, counter] = [at, start];
  else if (counter < COUNTER_MOST) counter++;
  else [lastTime, counter] = [lastTime + 1, start];
  return [lastTime, counter];
}
