/** The tabs of the telephone's page, and whose they are. */
export const TABS = ["exchange", "numbers", "trunks", "lines", "menus", "prompts", "phones", "buttons"] as const;
export type Tab = (typeof TABS)[number];

const EDITORS: readonly Tab[] = ["lines", "menus", "prompts", "buttons"];

/** Administrators keep all of it; editors keep what callers hear and where they can call from. */
export function tabsFor(roles: ReadonlySet<string>): readonly Tab[] {
  if (roles.has("administrator")) return TABS;
  return roles.has("editor") ? EDITORS : [];
}
