/** The words of both languages, compiled at build. */
import enAdmin from "@/locales/en/admin.json";
import enDesk from "@/locales/en/desk.json";
import enPhone from "@/locales/en/phone.json";
import enWork from "@/locales/en/work.json";
import zhAdmin from "@/locales/zh-Hans/admin.json";
import zhDesk from "@/locales/zh-Hans/desk.json";
import zhPhone from "@/locales/zh-Hans/phone.json";
import zhWork from "@/locales/zh-Hans/work.json";

export const zh = { ...zhDesk, ...zhWork, ...zhAdmin, ...zhPhone };
export const en = { ...enDesk, ...enWork, ...enAdmin, ...enPhone };
