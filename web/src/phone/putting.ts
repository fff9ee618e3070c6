/** A contact as the server just answered it, put where the page keeps it: at once, before the feed says the same. */
import type { QueryClient } from "@tanstack/vue-query";
import { kept } from "@/api/keys";
import type { ContactOut } from "@/api/types";

export function putContact(cache: QueryClient, contact: ContactOut | undefined, me: string): void {
  if (!contact) return;
  cache.setQueryData(kept.contact(contact.id), contact);
  const mine = contact.agent?.id === me && ["talking", "ended"].includes(contact.state);
  cache.setQueryData<ContactOut[]>(kept.live, (known) => {
    const others = known?.filter((one) => one.id !== contact.id);
    return others && (mine ? [...others, contact] : others);
  });
}
