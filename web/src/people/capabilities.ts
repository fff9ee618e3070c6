/** What a person can do, as the routing reads it: chats at once and languages. Other capabilities stay as they are. */
import type { Member } from "@/api/types";

export const LANGUAGES = ["zh", "en"] as const;
export const ROLES = ["agent", "supervisor", "inspector", "editor", "administrator", "auditor"] as const;
export const MOST_CHATS = 20;

type Able = Pick<Member, "capabilities">;
type Capability = Member["capabilities"][number];

const isChat = (one: Capability) => one.kind === "channel" && one.code === "chat";
const isLanguage = (one: Capability) => one.kind === "language" && (LANGUAGES as readonly string[]).includes(one.code);

export function chatsOf({ capabilities }: Able): number {
  return capabilities.find(isChat)?.number ?? 0;
}

export function languagesOf({ capabilities }: Able): string[] {
  return LANGUAGES.filter((code) => capabilities.some((one) => isLanguage(one) && one.code === code));
}

export function capabilities(before: Capability[], chats: number, languages: readonly string[]): Capability[] {
  return [
    ...before.filter((one) => !isChat(one) && !isLanguage(one)),
    ...(chats ? [{ kind: "channel", code: "chat", number: chats }] : []),
    ...languages.map((code) => ({ kind: "language", code, number: 1 })),
  ];
}
