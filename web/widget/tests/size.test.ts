// @vitest-environment node
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Built, MAKES_CODE, web, weight } from "../../embed/tests/built";

const MOST_BYTES = 40 * 1024;
const PAGE = join(web, "../yingda/channels/chat/templates/chat/frame.html");
let built: Built;

beforeAll(() => void (built = new Built("widget")), 60_000);
afterAll(() => built.remove());

describe("the widget", () => {
  it("weighs less than 40 kB gzipped, loader, frame page and all", () => {
    const files = [...built.names(".js"), ...built.names(".css")].map((name) => built.path(name));
    expect(files.length).toBeGreaterThanOrEqual(2);
    const total = [...files, PAGE].reduce((sum, path) => sum + weight(path), 0);
    expect(total).toBeLessThan(MOST_BYTES);
  });

  it("makes no code from text", () => {
    for (const name of built.names(".js")) expect(built.text(name)).not.toMatch(MAKES_CODE);
  });
});
