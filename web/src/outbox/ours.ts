/** The outbox of the person who sits here: letters go to their contacts, their place in the conversation is kept. */
import { useQueryClient } from "@tanstack/vue-query";
import { onScopeDispose, shallowRef } from "vue";
import { contacts } from "@/api/contacts";
import { applyMessage } from "@/feed/apply";
import { setHints } from "@/contacts/hints";
import { Outbox, type Letter } from "./outbox";

export const outbox = shallowRef<Outbox>();

export function startOutbox(me: string): void {
  const cache = useQueryClient();
  const carry = async ({ uid, contact, text, file, whisper }: Letter) => {
    const { hints, ...message } = await contacts.post(contact, { id: uid, text, file, whisper });
    applyMessage(message, cache, me);
    setHints(contact, hints);
  };
  const ours = new Outbox(`yingda.out.${me}`, carry);
  const flush = () => void ours.flush();
  addEventListener("online", flush);
  outbox.value = ours;
  flush();
  onScopeDispose(() => {
    removeEventListener("online", flush);
    outbox.value = undefined;
  });
}
