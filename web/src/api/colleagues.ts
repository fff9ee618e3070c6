/** Who a contact or a case may be handed to: people, teams, lines. */
import { api, unwrap } from "./client";
import type { LineBrief, Member, TeamDetail } from "./types";

export interface Colleagues {
  people: Member[];
  teams: TeamDetail[];
  lines: LineBrief[];
}

/** People without a channel of work (an auditor, say) are left out: nothing can be handed to them. */
export async function colleagues(): Promise<Colleagues> {
  const [people, teams, lines] = await Promise.all([
    unwrap(api.GET("/api/people", {})),
    unwrap(api.GET("/api/teams", {})),
    unwrap(api.GET("/api/lines", {})),
  ]);
  return { people: people.filter((one) => one.roles.some((role) => role === "agent" || role === "supervisor")), teams, lines };
}
