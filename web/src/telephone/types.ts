/** The shapes of the telephone's administration: the server's own. */
import type { Shape } from "@/api/types";

/** The description calls what has a default optional, also in answers. */
export type HotlineOut = Required<Shape<"HotlineOut">>;
export type MenuOut = Shape<"MenuOut">;
export type NumberOut = Shape<"NumberOut">;
export type PromptOut = Shape<"PromptOut">;
export type TrunkOut = Shape<"TrunkOut">;
export type WebCallOut = Required<Shape<"WebCallOut">>;
