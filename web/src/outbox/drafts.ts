/** What is being typed, kept per person and contact: a reload or a lost network loses no word. */
import { ref, watch, type Ref } from "vue";

const PREFIX = "yingda.draft";

/** The text being typed to a contact; writing to it keeps it. */
export function useDraft(person: string, contact: Ref<string>): Ref<string> {
  const key = () => `${PREFIX}.${person}.${contact.value}`;
  const text = ref(localStorage.getItem(key()) ?? "");
  watch(contact, () => (text.value = localStorage.getItem(key()) ?? ""), { flush: "sync" });
  watch(
    text,
    (words) => {
      if (words) localStorage.setItem(key(), words);
      else localStorage.removeItem(key());
    },
    { flush: "sync" },
  );
  return text;
}
