import { COMMON, drawn } from "../../../embed/icons";

const PATHS = {
  ...COMMON,
  phone: "M8.2 4 4.6 5.4c0 8 6 14 14 14l1.4-3.6-4.3-2.2-2.1 2.1c-2.3-1-4.3-3-5.3-5.3l2.1-2.1Z",
  hangUp: "M3.5 14.5c5-4.6 12-4.6 17 0l-2.3 2.6-3.5-1.7v-2.5c-1.8-.6-3.6-.6-5.4 0v2.5l-3.5 1.7Z",
  microphone: "M12 14.5a3 3 0 0 0 3-3V6.5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3ZM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  muted: "M15 11.5V6.5a3 3 0 0 0-5.8-1M9 9.5v2a3 3 0 0 0 4.5 2.6M6 11.5a6 6 0 0 0 9.5 4.9M18 11.5c0 .8-.1 1.5-.4 2.1M12 17.5V21M4 4l16 16",
  keypad: "M6 6v.1M12 6v.1M18 6v.1M6 12v.1M12 12v.1M18 12v.1M6 18v.1M12 18v.1M18 18v.1",
  volume: "M5 10v4h3l4 3.5v-11L8 10ZM15.5 9.5a4 4 0 0 1 0 5M18 7a7.5 7.5 0 0 1 0 10",
};

export type Drawing = keyof typeof PATHS;

export const Icon = drawn<Drawing>(PATHS);
