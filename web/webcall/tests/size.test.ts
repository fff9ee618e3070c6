// @vitest-environment node
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Built, MAKES_CODE, weight } from "../../embed/tests/built";

const MOST_BEFORE_CLICK = 10 * 1024;
const MOST_BEFORE_CALL = 40 * 1024;
let built: Built;

beforeAll(() => void (built = new Built("webcall")), 60_000);
afterAll(() => built.remove());

describe("the web call", () => {
  it("costs a page less than 10 kB gzipped before somebody clicks", () => {
    expect(weight(built.path("loader.js"))).toBeLessThan(MOST_BEFORE_CLICK);
  });

  it("fetches what speaks SIP only when somebody calls", () => {
    const main = built.names(".js").filter((name) => name.startsWith("main-"));
    expect(main).toHaveLength(1);
    expect(weight(built.path(main[0]!))).toBeLessThan(MOST_BEFORE_CALL);
    expect(built.names(".js").some((name) => /sip/i.test(name))).toBe(true);
    expect(built.text(main[0]!)).not.toContain("SIP/2.0");
  });

  it("makes no code from text", () => {
    for (const name of built.names(".js")) expect(built.text(name)).not.toMatch(MAKES_CODE);
  });
});
