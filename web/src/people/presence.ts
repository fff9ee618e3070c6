/** How the states of a person at work look, and which of them one may choose. */
import type { PresenceState } from "@/api/types";

export type Shape = "dot" | "ring" | "half" | "square" | "bar" | "none";

export const SHAPES: Record<PresenceState, Shape> = {
  ready: "dot",
  offered: "ring",
  serving: "half",
  wrap_up: "half",
  rest: "bar",
  training: "square",
  away: "bar",
  offline: "none",
};

export const COLOURS: Record<PresenceState, string> = {
  ready: "var(--kept)",
  offered: "var(--near-bar)",
  serving: "var(--accent)",
  wrap_up: "var(--near-bar)",
  rest: "var(--ink-3)",
  training: "var(--ink-3)",
  away: "var(--near-bar)",
  offline: "var(--line-strong)",
};

export const AWAY_REASONS = ["meeting", "errand", "equipment", "other"] as const;
