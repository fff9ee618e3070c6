/** Words not used to customers (6.1), found while the agent types, with what to say instead. */
import type { Shape } from "@/api/types";

export type Ban = Shape<"BanOut">;

export interface Slip {
  word: string;
  ban: Ban;
}

/** The banned words in a text. A word that may stand alone as a sign of listening is banned only inside a sentence. */
export function slips(text: string, bans: readonly Ban[]): Slip[] {
  const said = text.trim();
  const lower = said.toLowerCase();
  const bare = lower.replace(/[\s\p{P}]/gu, "");
  return bans.flatMap((ban) => {
    const word = ban.words.find((one) => lower.includes(one.toLowerCase()) && !(ban.alone && bare === one.toLowerCase()));
    return word ? [{ word, ban }] : [];
  });
}
