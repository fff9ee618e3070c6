/** Who is typing now. A signal: never stored, gone by itself. */
import { reactive } from "vue";

const LASTS_MS = 6_000;
const typing = reactive(new Map<string, ReturnType<typeof setTimeout>>());

/** A signal from the feed: `{kind: "typing", contact, author, on}`. */
export function hearSignal(signal: Record<string, unknown>): void {
  const { kind, contact, author } = signal;
  if (kind !== "typing" || typeof contact !== "string" || author !== "customer") return;
  if (signal.on === false) return stoppedTyping(contact);
  clearTimeout(typing.get(contact));
  typing.set(
    contact,
    setTimeout(() => typing.delete(contact), LASTS_MS),
  );
}

export function isTyping(contact: string): boolean {
  return typing.has(contact);
}

/** The message has come: nobody types any more. */
export function stoppedTyping(contact: string): void {
  clearTimeout(typing.get(contact));
  typing.delete(contact);
}
