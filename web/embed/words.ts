/** What every panel says alike, in both languages. */

import type { Language } from "./http";

const zh = {
  away: "现在是服务时间外",
  switchLanguage: "English",
  switchLanguageLabel: "切换到英文 / Switch to English",
  who: "留下称呼和电话（选填）",
  name: "怎么称呼您",
  phone: "电话",
  place: (place: number) => (place <= 1 ? "您排在第一位" : `您前面还有 ${place - 1} 位`),
  wait: (minutes: number) => (minutes <= 1 ? "预计 1 分钟内接通" : `预计等待约 ${minutes} 分钟`),
  closedHours: (hours: string) => `服务时间：${hours}`,
  troubleNetwork: "暂时连接不上，正在重试…",
};

const en: typeof zh = {
  away: "Outside service hours",
  switchLanguage: "中文",
  switchLanguageLabel: "Switch to Chinese / 切换到中文",
  who: "Add your name and phone (optional)",
  name: "Your name",
  phone: "Phone",
  place: (place) =>
    place <= 1
      ? "You are first in the queue"
      : place === 2
        ? "One person is ahead of you"
        : `${place - 1} people are ahead of you`,
  wait: (minutes) => (minutes <= 1 ? "Expected within a minute" : `Expected wait about ${minutes} minutes`),
  closedHours: (hours) => `Service hours: ${hours}`,
  troubleNetwork: "No connection at the moment, trying again…",
};

export const COMMON = { zh, en } satisfies Record<Language, typeof zh>;
