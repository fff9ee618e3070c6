/** How my telephone stands, as one code for which there are words: a short one, and a sentence with the way out. */
import type { PhoneOut } from "@/api/phoneShapes";
import type { PhoneState } from "./state";

export type Code =
  | "not_configured"
  | "exchange_down"
  | "choose"
  | "talking"
  | "ringing"
  | "registered"
  | "connecting"
  | "refused"
  | "hard_registered"
  | "hard_off"
  | NonNullable<PhoneState["trouble"]>;
export type Tone = "on" | "busy" | "near" | "broken" | "off";

export function codeOf(known: PhoneOut, here: PhoneState): Code {
  if (here.talk) return here.talk.stage === "ringing" ? (here.trouble ?? "ringing") : "talking";
  if (!known.configured) return "not_configured";
  if (!known.exchange.up) return "exchange_down";
  if (!known.choice) return "choose";
  if (known.choice === "hard") return known.hard?.registered ? "hard_registered" : "hard_off";
  if (here.trouble) return here.trouble;
  return here.link === "off" ? "connecting" : here.link;
}

export function toneOf(code: Code): Tone {
  if (code === "registered" || code === "hard_registered") return "on";
  if (code === "talking" || code === "ringing") return "busy";
  if (code === "connecting") return "near";
  return code === "not_configured" || code === "choose" ? "off" : "broken";
}

/** Whether calls can be made and taken now. */
export function usable(known: PhoneOut | undefined, here: PhoneState): boolean {
  return known !== undefined && ["on", "busy"].includes(toneOf(codeOf(known, here)));
}
