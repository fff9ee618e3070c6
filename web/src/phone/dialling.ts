/** Calling somebody: the server rings us first, our phone answers by itself, then the customer's is rung. */
import { useQueryClient } from "@tanstack/vue-query";
import { computed, ref } from "vue";
import { useRouter } from "vue-router";
import { ask } from "@/acts/acts";
import { kept } from "@/api/keys";
import { calls } from "@/api/phone";
import type { Dialled } from "@/api/phoneShapes";
import type { ContactOut } from "@/api/types";
import { uuid7 } from "@/api/uuid7";
import { useWords } from "@/i18n";
import { me } from "@/session/session";
import { line } from "@/shell/lineFilter";
import { phone, usePhone } from "./ours";
import { usable } from "./standing";

/** The dial pad, opened from anywhere. */
export const padOpen = ref(false);

/** On whose behalf we call when nothing else says it: the line looked at, else the first of mine. */
export const usualLine = computed(() => line.value || me.value?.lines[0]?.code || "");

export function useDial() {
  const { t } = useWords();
  const cache = useQueryClient();
  const router = useRouter();
  const { data } = usePhone();
  const can = computed(() => usable(data.value, phone) && !phone.talk);

  /** Whether the server took it up. */
  async function dial(to: Dialled): Promise<boolean> {
    const body = { uid: uuid7(), number: "", ...to };
    const contact = await ask(t("phone.dial"), () => calls.dial(body));
    if (!contact) return false;
    cache.setQueryData<ContactOut[]>(kept.live, (known) => known && [...known.filter((one) => one.id !== contact.id), contact]);
    await cache.invalidateQueries({ queryKey: kept.callBacks });
    await router.push({ name: "contact", params: { id: contact.id } });
    return true;
  }

  return { dial, can };
}
