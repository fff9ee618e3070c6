import { COMMON, drawn } from "../../../embed/icons";

const PATHS = {
  ...COMMON,
  send: "M4.5 12h14M13 6l6 6-6 6",
  attach:
    "M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.4-7.4a3.1 3.1 0 0 1 4.4 4.4l-7.4 7.4a1.5 1.5 0 0 1-2.2-2.2l6.7-6.7",
  file: "M7 3.5h6.5L18 8v12.5H7zM13.5 3.5V8H18",
  clock: "M12 7.5V12l3 2M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  ticks: "M2.5 12.5L7 17l9-9.5M10.5 15.5L12 17l9.5-9.5",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  person: "M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5",
  satisfied: "M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.1M15 9.5v.1M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z",
  neutral: "M8.5 15h7M9 9.5v.1M15 9.5v.1M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z",
  dissatisfied: "M8.5 16a4.5 4.5 0 0 1 7 0M9 9.5v.1M15 9.5v.1M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z",
};

export type Drawing = keyof typeof PATHS;

export const Icon = drawn<Drawing>(PATHS);
