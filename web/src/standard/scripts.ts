/** The standard's sentences as scripts for the composer, with what we know filled in. */
import { computed, type ComputedRef } from "vue";
import type { ContactOut } from "@/api/types";
import { useWords } from "@/i18n";
import { me } from "@/session/session";
import { useStandard } from "./standard";

export interface Script {
  key: string;
  title: string;
  text: string;
}

/** Sentences that the program says by itself; an agent does not choose them. */
const NOT_SCRIPTS = /^(out_of_hours|message_registered|queue|supervisor_joined|agent_lost|ended|rating_|follow_up_)/;

export function useScripts(contact: () => ContactOut): ComputedRef<Script[]> {
  const { t, te } = useWords();
  const { data } = useStandard(() => contact().line.code);
  return computed(() =>
    (data.value?.texts ?? [])
      .filter((one) => !NOT_SCRIPTS.test(one.key))
      .map((one) => {
        const text = contact().language.startsWith("en") ? one.en : one.zh;
        const title = te(`script.${one.key}`) ? t(`script.${one.key}`) : one.rule;
        return { key: one.key, title, text: filled(text, places(contact())) };
      }),
  );
}

/** Put what is known into `{places}`; the rest stays visible, to be filled in by hand. */
export function filled(text: string, known: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole);
}

function places(contact: ContactOut): Record<string, string> {
  const english = contact.language.startsWith("en");
  const person = me.value!;
  return {
    organisation: (english && person.organisation.name_en) || person.organisation.name,
    line: (english && contact.line.name_en) || contact.line.name,
    agent: (english && person.name_en) || person.name,
    work_number: person.work_number,
    ...(contact.case && { number: contact.case.number }),
  };
}
