/** The words of both languages, compiled at build. */
import enAdmin from "@/locales/en/admin.json";
import enDesk from "@/locales/en/desk.json";
import enTelephone from "@/locales/en/telephone.json";
import enPhone from "@/locales/en/phone.json";
import enWork from "@/locales/en/work.json";
import zhAdmin from "@/locales/zh-Hans/admin.json";
import zhDesk from "@/locales/zh-Hans/desk.json";
import zhTelephone from "@/locales/zh-Hans/telephone.json";
import zhPhone from "@/locales/zh-Hans/phone.json";
import zhWork from "@/locales/zh-Hans/work.json";

export const zh = { ...zhDesk, ...zhWork, ...zhAdmin, ...zhTelephone, ...zhPhone };
export const en = { ...enDesk, ...enWork, ...enAdmin, ...enTelephone, ...enPhone };
