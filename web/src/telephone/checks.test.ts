import { describe, expect, it } from "vitest";
import { inOrder, isHost, isNetwork, isNumber, isPort, isSlug, isWithin, listed } from "./checks";

describe("what an administrator types", () => {
  it("is a number as carriers send it", () => {
    expect(["12345", "+8657112345", "95588"].every(isNumber)).toBe(true);
    expect(["", "1", "0571 12345", "abc", "+"].some(isNumber)).toBe(false);
  });

  it("is a name that can stand in a configuration", () => {
    expect([isSlug("carrier-1"), isSlug("Carrier"), isSlug("-a"), isSlug("a".repeat(33))]).toEqual([true, false, false, false]);
  });

  it("is a host, a port, a network", () => {
    expect(["sip.example.cn", "203.0.113.7", "2001:db8::1"].every(isHost)).toBe(true);
    expect(["", "sip.example.cn;x", "a b"].some(isHost)).toBe(false);
    expect([5060, 0, 65536, 1.5, ""].map(isPort)).toEqual([true, false, false, false, false]);
    expect(["203.0.113.0/24", "2001:db8::/32", "example.cn"].map(isNetwork)).toEqual([true, true, false]);
  });

  it("may stand on lines, with commas of either width", () => {
    expect(listed(" 203.0.113.7\n203.0.113.8，203.0.113.9, ")).toEqual(["203.0.113.7", "203.0.113.8", "203.0.113.9"]);
  });

  it("is a number within bounds and times in order", () => {
    expect([isWithin(5, 0, 10), isWithin(11, 0, 10), isWithin("", 0, 10)]).toEqual([true, false, false]);
    expect([inOrder("08:30", "20:30"), inOrder("20:30", "08:30"), inOrder("", "20:30")]).toEqual([true, false, false]);
  });
});
