import { Surroundings } from "../../embed/surroundings";
import type { Session } from "./session";
import { isLive } from "./state";

/** What the button needs to know of the call. */
export function surround(session: Session): Surroundings {
  const surroundings = new Surroundings({
    news: () => {
      const { stage, talked, language } = session.state;
      const line = !isLive(stage) ? "idle" : talked === null ? "waiting" : "talking";
      return [
        { say: "language", language },
        { say: "line", stage: line, since: talked ?? 0 },
      ];
    },
    shown: () => session.change({}), // whether it fills the screen has changed, which is drawn
  });
  session.subscribe(() => surroundings.report());
  return surroundings;
}
