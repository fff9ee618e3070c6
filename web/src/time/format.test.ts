import { beforeEach, describe, expect, it } from "vitest";
import { DAY, dayAndClock, deadline, fromWall, HOUR, MINUTE, moment, past, SECOND, setZone, span, toWall } from "./format";

const NOON = Date.parse("2026-11-21T04:00:00Z"); // 12:00 in Shanghai, a Saturday

beforeEach(() => setZone("Asia/Shanghai"));

describe("a length of time", () => {
  it("shows seconds only under ten minutes", () => {
    expect(span(4 * MINUTE + 12 * SECOND, "zh-hans")).toBe("04:12");
    expect(span(10 * MINUTE - 1, "zh-hans")).toBe("09:59");
    expect(span(10 * MINUTE, "zh-hans")).toBe("10 分");
  });

  it("grows from minutes to hours to days in both languages", () => {
    expect(span(HOUR + 52 * MINUTE, "zh-hans")).toBe("1 小时 52 分");
    expect(span(HOUR + 5 * MINUTE, "en")).toBe("1 h 05 min");
    expect(span(3 * DAY + 4 * HOUR, "en")).toBe("3 d 4 h");
  });

  it("is never negative", () => expect(span(-5, "en")).toBe("00:00"));
});

describe("a deadline", () => {
  it("is what is left while it is near, then a day and an hour", () => {
    expect(deadline(NOON + 2 * HOUR, NOON, "zh-hans")).toBe("2 小时 00 分");
    expect(deadline(NOON + 21.5 * HOUR, NOON, "zh-hans")).toBe("明天 09:30");
    expect(deadline(NOON + 3 * DAY, NOON, "en")).toBe("24 Nov 12:00");
  });
});

describe("a moment", () => {
  it("is written in the organisation's zone, whatever the browser's", () => {
    expect(moment(Date.parse("2026-11-21T02:02:00Z"), "zh-hans")).toBe("2026年11月21日 10:02");
    expect(moment(Date.parse("2026-11-21T02:02:00Z"), "en")).toBe("21 Nov 2026 10:02");
    setZone("Europe/Berlin");
    expect(moment(Date.parse("2026-11-21T23:30:00Z"), "zh-hans")).toBe("2026年11月22日 00:30");
  });

  it("names yesterday and tomorrow by the organisation's days", () => {
    const late = Date.parse("2026-11-21T15:59:00Z"); // 23:59
    expect(dayAndClock(late + 2 * MINUTE, late, "zh-hans")).toBe("明天 00:01");
    expect(dayAndClock(late, late + 2 * MINUTE, "en")).toBe("yesterday 23:59");
  });

  it("says the year only when it is another", () => {
    expect(dayAndClock(NOON - 400 * DAY, NOON, "zh-hans")).toBe("2025年10月17日 12:00");
  });
});

describe("what is past", () => {
  it("is relative for the last hour only", () => {
    expect(past(NOON - 30 * SECOND, NOON, "zh-hans")).toBe("刚刚");
    expect(past(NOON - 59 * MINUTE, NOON, "zh-hans")).toBe("59 分钟前");
    expect(past(NOON - 61 * MINUTE, NOON, "zh-hans")).toBe("10:59");
  });
});

describe("wall-clock input", () => {
  it("comes back as it was typed", () => {
    expect(toWall(NOON)).toBe("2026-11-21T12:00");
    expect(fromWall("2026-11-21T12:00")).toBe(NOON);
  });

  it("is right on both sides of a change of the clock", () => {
    setZone("Europe/Berlin");
    for (const wall of ["2026-10-25T01:30", "2026-10-25T04:30", "2026-03-29T01:30", "2026-03-29T03:30"]) expect(toWall(fromWall(wall))).toBe(wall);
  });
});
