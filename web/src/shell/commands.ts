/** What the palette can do besides finding: go to a page, do an act that is possible now. */
import type { RouteLocationRaw } from "vue-router";
import { ACTS, type Act } from "@/keys/map";
import { pagesFor } from "./pages";

export interface Command {
  id: string;
  label: string;
  hint?: string;
  to?: RouteLocationRaw;
}

type Translate = (key: string) => string;

export function commands(t: Translate, { roles, can }: { roles: ReadonlySet<string>; can: (act: string) => boolean }): Command[] {
  const pages = pagesFor(roles);
  const acts = (Object.keys(ACTS) as Act[]).filter((act) => act !== "palette" && act !== "columns" && can(act));
  return [
    ...acts.map((act) => ({ id: act as string, label: t(`keys.act_${act}`) })),
    ...pages.map((name) => ({ id: `page:${name}`, label: t(`page.${name}`), hint: t("palette.go"), to: { name } })),
  ];
}

/** Those that hold all the words typed, in any order. */
export function matching(all: Command[], words: string): Command[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((one) => wanted.every((word) => `${one.label} ${one.hint ?? ""}`.toLowerCase().includes(word)));
}
