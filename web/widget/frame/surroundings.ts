import { Surroundings } from "../../embed/surroundings";
import type { Session } from "./session";
import { isLive } from "./shapes";

/** What the button and the next page of the site need to know of the chat. */
export function surround(session: Session): Surroundings {
  const surroundings = new Surroundings({
    news: () => {
      const { unread, chat, pending, language } = session.state;
      return [
        { say: "unread", count: unread },
        { say: "live", live: isLive(chat.contact) || pending.length > 0 },
        { say: "language", language },
      ];
    },
    greeted: (page) => session.page(page),
    shown: (open) => session.shown(open),
  });
  session.subscribe(() => surroundings.report());
  if (window.parent === window) session.shown(true);
  return surroundings;
}
