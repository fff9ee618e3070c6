/** A menu's keys in words. */
import { toValue, type MaybeRefOrGetter } from "vue";
import type { TeamDetail } from "@/api/types";
import { named, useWords } from "@/i18n";
import type { Row } from "./menu";
import type { MenuOut } from "./types";

export function useMenuWords(teams: MaybeRefOrGetter<TeamDetail[] | undefined>, menus: MaybeRefOrGetter<MenuOut[] | undefined>) {
  const { t, te } = useWords();

  function goal({ do: act, to }: Row): string {
    if (act === "team") return named(toValue(teams)?.find((one) => one.id === to)) || t("telephone.nowhere");
    if (act === "menu") return toValue(menus)?.find((one) => one.id === to)?.name || t("telephone.nowhere");
    if (act === "language") return te(`people.language_${to}`) ? t(`people.language_${to}`) : t("telephone.nowhere");
    return to || t("telephone.nowhere");
  }

  /** What the caller gets: "1 排队等待". */
  const choice = (row: Row) => `${row.digit} ${t(`telephone.do_${row.do}`, { to: goal(row) })}`;

  /** How it is said to a caller, for a preview: "排队等待请按 1". */
  const said = (row: Row) => t("telephone.press", { digit: row.digit, what: t(`telephone.do_${row.do}`, { to: goal(row) }) });

  return { choice, said };
}
