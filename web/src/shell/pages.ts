/** The pages of the desk, in the order of the top bar, and whose they are. */
type Role = "agent" | "supervisor" | "inspector" | "editor" | "administrator" | "auditor";

export const PAGES = [
  "desk",
  "cases",
  "follow-ups",
  "call-backs",
  "promises",
  "customers",
  "floor",
  "people",
  "teams",
  "lines",
  "telephone",
  "standard",
  "versions",
  "looks",
] as const;
export type PageName = (typeof PAGES)[number];

const WORK: Role[] = ["agent", "supervisor"];
const READ: Role[] = [...WORK, "inspector", "auditor"];
const FOR: Partial<Record<PageName, Role[]>> = {
  desk: WORK,
  cases: READ,
  "follow-ups": READ,
  "call-backs": READ,
  promises: READ,
  customers: READ,
  floor: ["supervisor"],
  people: ["administrator"],
  teams: ["administrator"],
  lines: ["administrator"],
  telephone: ["administrator", "editor"],
  versions: ["administrator", "auditor"],
  looks: ["auditor", "supervisor"],
};

/** The pages that have something to show to a person of these roles. */
export function pagesFor(roles: ReadonlySet<string>): PageName[] {
  return PAGES.filter((name) => FOR[name]?.some((role) => roles.has(role)) ?? true);
}
