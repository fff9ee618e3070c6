/** Who sits here. */
import { computed, ref, shallowRef } from "vue";
import { onSignedOut } from "@/api/client";
import { Refused } from "@/api/refused";
import { session } from "@/api/session";
import type { Me } from "@/api/types";
import { choose, prefer, type Language } from "@/i18n/language";
import { setZone } from "@/time/format";

export const me = shallowRef<Me | null>(null);
/** `unknown` until the server has said; `silent` when it does not answer; `ended` when it ended the session. */
export const presenceHere = ref<"unknown" | "silent" | "out" | "ended" | "in">("unknown");

export const roles = computed(() => new Set(me.value?.roles ?? []));
/** Supervisors and administrators see the floor. */
export const oversees = computed(() => ["supervisor", "administrator"].some((role) => roles.value.has(role)));

/** Those who receive contacts have a presence, a queue and promises of their own at hand. */
export const serves = computed(() => ["agent", "supervisor"].some((role) => roles.value.has(role)));

onSignedOut(() => {
  presenceHere.value = presenceHere.value === "in" ? "ended" : "out";
  me.value = null;
});

export async function recognise(): Promise<void> {
  try {
    welcome(await session.me());
  } catch (trouble) {
    if (!(trouble instanceof Refused)) throw trouble;
    if (trouble.status !== 401) presenceHere.value = "silent";
    else if (presenceHere.value === "unknown") presenceHere.value = "out";
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  welcome(await session.signIn(username, password));
}

export async function signOut(): Promise<void> {
  await session.signOut();
  if (me.value) forgetWork(me.value.id);
  me.value = null;
  presenceHere.value = "out";
}

/** The page turns at once; the server remembers it for other browsers. */
export async function speak(code: Language): Promise<void> {
  choose(code);
  if (me.value) me.value = await session.changeLanguage(code);
}

/** On a shared machine nothing that was typed stays behind (11.2); what the session's end cuts off does stay. */
function forgetWork(person: string): void {
  const mine = ["yingda.draft", "yingda.out", "yingda.record"].map((place) => `${place}.${person}.`);
  const keys = Array.from({ length: localStorage.length }, (_, place) => localStorage.key(place)!);
  for (const key of keys) if (mine.some((start) => key.startsWith(start))) localStorage.removeItem(key);
}

function welcome(person: Me): void {
  setZone(person.organisation.zone);
  prefer(person.language);
  me.value = person;
  presenceHere.value = "in";
  document.title = person.organisation.name;
}

