import { describe, expect, it } from "vitest";
import { bands, bars, neighbour, reading, thinned } from "./waveform";

describe("a recording on the page", () => {
  it("keeps its loudest moments when it is drawn with fewer bars", () => {
    expect(thinned([1, 9, 2, 3, 8, 4], 3)).toEqual([9, 3, 8]);
    expect(thinned([5, 6], 500)).toEqual([5, 6]);
  });

  it("draws a bar for each, never thinner than a line", () => expect(bars([100, 0], 20, 20)).toBe("M250 0V40M750 19.5V20.5"));

  it("places who spoke when along its length", () => expect(bands([[0, 5], [10, 20]], 20)).toEqual([{ x: 0, width: 250 }, { x: 500, width: 500 }])); // prettier-ignore

  it("reads its time as minutes and seconds", () => expect([reading(0.4), reading(187)]).toEqual(["0:00", "3:07"]));

  it("finds the mark before and after", () => {
    const marks = [{ at: 30 }, { at: 4 }, { at: 61 }];
    expect(neighbour(marks, 10, 1)).toBe(30);
    expect(neighbour(marks, 30.2, -1)).toBe(4);
    expect(neighbour(marks, 61, 1)).toBeUndefined();
  });
});
