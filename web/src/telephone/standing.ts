/** How trunks and phones stand, as one word each. */
import type { TrunkOut } from "./types";

export type TrunkState = "off" | "registered" | "unregistered" | "unknown";

/** A trunk by address has nothing to register; what is not known is not called broken. */
export function trunkState(trunk: Pick<TrunkOut, "active" | "registered">): TrunkState {
  if (!trunk.active) return "off";
  if (trunk.registered === null) return "unknown";
  return trunk.registered ? "registered" : "unregistered";
}
