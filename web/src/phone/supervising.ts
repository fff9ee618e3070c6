/** What a supervisor may do at a call, from the quietest to the loudest. */
import type { SuperviseMode } from "@/api/phoneShapes";

export const MODES: SuperviseMode[] = ["listen", "whisper", "join", "take_over"];
