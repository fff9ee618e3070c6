import type { Session } from "../session";
import type { Words } from "../words";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** Digits for menus and offers; the keyboard's digits do the same. */
export function Keypad({ session, pressed, words }: { session: Session; pressed: string; words: Words }) {
  return (
    <div class="pad" role="group" aria-label={words.keypadLabel}>
      <output class="pressed" aria-label={pressed && words.pressed(pressed)}>
        {pressed}
      </output>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" onClick={() => session.press(digit)}>
          {digit}
        </button>
      ))}
    </div>
  );
}
