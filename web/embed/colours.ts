/** The line's accent, made readable: contrast AA (4.5) on whatever it stands. Colours are #rrggbb. */

const WHITE = "#ffffff";
const INK = "#14171a";
const AA = 4.5;

export interface Shades {
  accent: string;
  onAccent: string;
  /** The accent as text on white. */
  accentText: string;
}

export function shades(accent: string): Shades {
  const sound = /^#[0-9a-f]{6}$/i.test(accent) ? accent : "#1f6f5c";
  const onAccent = contrast(sound, WHITE) >= AA ? WHITE : INK;
  let accentText = sound;
  while (contrast(accentText, WHITE) < AA + 0.6) accentText = darker(accentText);
  return { accent: sound, onAccent, accentText };
}

export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function darker(colour: string): string {
  return (
    "#" +
    channels(colour)
      .map((value) =>
        Math.floor(value * 0.92)
          .toString(16)
          .padStart(2, "0"),
      )
      .join("")
  );
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}
