/** The words of both languages, compiled at build. */
import enDesk from "@/locales/en/desk.json";
import enWork from "@/locales/en/work.json";
import zhDesk from "@/locales/zh-Hans/desk.json";
import zhWork from "@/locales/zh-Hans/work.json";

export const zh = { ...zhDesk, ...zhWork };
export const en = { ...enDesk, ...enWork };
