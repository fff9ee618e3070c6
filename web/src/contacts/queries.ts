/** What the page knows of a contact; the feed keeps it fresh. */
import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { contacts } from "@/api/contacts";
import { kept } from "@/api/keys";
import { promises } from "@/api/promises";
import { byDeadline } from "@/promises/state";

export function useContact(id: Ref<string | undefined>) {
  return useQuery({
    queryKey: computed(() => kept.contact(id.value ?? "")),
    queryFn: () => contacts.get(id.value!),
    enabled: () => Boolean(id.value),
  });
}

export function useMessages(id: Ref<string>) {
  return useQuery({ queryKey: computed(() => kept.messages(id.value)), queryFn: () => contacts.messages(id.value), staleTime: Infinity });
}

export function usePromisesOf(kind: "contact" | "case", id: Ref<string | undefined>) {
  return useQuery({
    queryKey: computed(() => kept.promisesOf(kind, id.value ?? "")),
    queryFn: async () => (await promises.list({ [kind]: id.value })).items.sort(byDeadline),
    enabled: () => Boolean(id.value),
  });
}
