/** A contact's record: saved as one types, kept in the browser until the server has it, conflicts shown. */
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, onScopeDispose, ref } from "vue";
import { records } from "@/api/cases";
import { kept } from "@/api/keys";
import { Refused } from "@/api/refused";
import type { FieldValue, RecordForm } from "@/api/types";
import { me } from "@/session/session";
import { completeness, conflicts, lacking, merged, settled, type Conflict, type Typed } from "./filling";

const REST_MS = 700;
const AGAIN_MS = 4_000;

export function useRecord(contact: string) {
  const cache = useQueryClient();
  const key = `yingda.record.${me.value!.id}.${contact}`;
  const typed = ref<Typed>(JSON.parse(localStorage.getItem(key) ?? "{}") as Typed);
  const state = ref<"saved" | "waiting" | "saving" | "unreachable">(Object.keys(typed.value).length ? "waiting" : "saved");
  const refused = ref<Refused | null>(null);
  const clash = ref<Conflict[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | undefined;

  const { data: form } = useQuery({ queryKey: kept.record(contact), queryFn: () => records.get(contact), staleTime: Infinity });
  const fields = computed(() => (form.value ? merged(form.value, typed.value) : []));

  function type(field: string, value: FieldValue): void {
    typed.value = { ...typed.value, [field]: value };
    keep();
    state.value = "waiting";
    clearTimeout(timer);
    timer = setTimeout(() => void save(), REST_MS);
  }

  /** Save what is typed now, one save after the other. */
  async function save(): Promise<void> {
    clearTimeout(timer);
    while (saving) await saving;
    if (!form.value || clash.value.length || !Object.keys(typed.value).length) return;
    saving = send({ ...typed.value }, form.value).finally(() => (saving = undefined));
    await saving;
  }

  async function send(sent: Typed, before: RecordForm): Promise<void> {
    state.value = "saving";
    refused.value = null;
    try {
      const after = await records.fill(contact, sent, before.revision);
      cache.setQueryData(kept.record(contact), after);
      typed.value = settled(typed.value, sent);
      keep();
      state.value = Object.keys(typed.value).length ? "waiting" : "saved";
    } catch (trouble) {
      if (!(trouble instanceof Refused)) throw trouble;
      await cope(trouble, sent, before);
    }
  }

  async function cope(trouble: Refused, sent: Typed, before: RecordForm): Promise<void> {
    if (trouble.passing || trouble.status === 401) {
      state.value = "unreachable";
      timer = setTimeout(() => void save(), AGAIN_MS);
    } else if (trouble.code === "record.conflict") {
      const after = trouble.said.record as RecordForm;
      cache.setQueryData(kept.record(contact), after);
      clash.value = conflicts(sent, before, after);
      if (!clash.value.length) await send(sent, after);
    } else {
      refused.value = trouble;
      state.value = "waiting";
    }
  }

  /** The person has looked at a conflict: their words, or the other's. */
  function decide(conflict: Conflict, keepMine: boolean): void {
    clash.value = clash.value.filter((one) => one !== conflict);
    if (!keepMine) {
      const { [conflict.field.key]: _, ...rest } = typed.value;
      typed.value = rest;
      keep();
    }
    if (!clash.value.length) void save();
  }

  function keep(): void {
    if (Object.keys(typed.value).length) localStorage.setItem(key, JSON.stringify(typed.value));
    else localStorage.removeItem(key);
  }

  if (state.value === "waiting") timer = setTimeout(() => void save(), REST_MS);
  onScopeDispose(() => void save());

  return {
    form,
    fields,
    state,
    refused,
    clash,
    missing: computed(() => lacking(fields.value)),
    completeness: computed(() => completeness(fields.value)),
    type,
    save,
    decide,
  };
}
