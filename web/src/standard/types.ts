/** The standard on the wire. */
import type { Shape } from "@/api/types";

export type ChoiceOut = Shape<"ChoiceOut">;
export type FactWords = Shape<"FactWords">;
export type FigureOut = Shape<"FigureOut">;
export type RuleOut = Shape<"RuleOut">;
export type StandardOut = Shape<"StandardOut">;
