/** Where a promise leads: to its contact while that lives here, else to its case. */
import type { PromiseOut } from "@/api/types";
import { language } from "@/i18n/language";
import { router } from "@/shell/router";

export function openPromise(promise: PromiseOut): void {
  if (promise.case) void router.push({ name: "case", params: { number: promise.case } });
  else if (promise.contact) void router.push({ name: "contact", params: { id: promise.contact } });
  else void router.push({ name: "promises" });
}

/** What it is about: a case's number, or the channel of a contact. */
export function subjectOf({ subject }: PromiseOut): string {
  return language.value === "en" ? subject.label_en : subject.label;
}
