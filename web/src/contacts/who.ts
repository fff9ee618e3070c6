/** How a customer is called at the desk: the masked name with the salutation, else that we do not know yet. */
import type { ContactOut, CustomerBrief } from "@/api/types";
import { me, oversees } from "@/session/session";

type Translate = (key: string, values?: Record<string, unknown>) => string;

export function whoIs(contact: Pick<ContactOut, "customer" | "channel">, t: Translate): string {
  return contact.customer ? called(contact.customer, t) : t("customer.unknown", { channel: t(`channel.${contact.channel}`) });
}

export function called(customer: Pick<CustomerBrief, "name" | "salutation" | "phone">, t: Translate): string {
  if (!customer.name) return customer.phone ?? t("customer.nameless");
  if (!customer.salutation) return customer.name;
  return t("customer.called", { name: customer.name, salutation: salutation(customer.salutation, t) });
}

export function salutation(code: string, t: Translate): string {
  return code === "mr" || code === "ms" ? t(`salutation.${code}`) : code;
}

/** Whether the person here answers this customer: their own contact, or one they oversee. */
export function canServe(contact: Pick<ContactOut, "agent">): boolean {
  return contact.agent?.id === me.value?.id || oversees.value;
}
