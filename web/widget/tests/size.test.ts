// @vitest-environment node
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

const MOST_BYTES = 40 * 1024;
const web = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "yingda-widget-"));

afterAll(() => rmSync(folder, { recursive: true }));

describe("the widget", () => {
  it("weighs less than 40 kB gzipped, loader, frame page and all", { timeout: 60_000 }, () => {
    const build = (...more: string[]) => {
      const words = ["vite", "build", "--config", "widget/vite.config.ts", "--outDir", folder, "--logLevel", "error"];
      execFileSync("npx", [...words, ...more], { cwd: web, env: { ...process.env, NODE_ENV: "production" } });
    };
    build();
    build("--mode", "loader");
    const page = readFileSync(join(web, "../yingda/channels/chat/templates/chat/frame.html"));
    const files = readdirSync(folder).filter((name) => name.endsWith(".js") || name.endsWith(".css"));
    expect(files.length).toBeGreaterThanOrEqual(2);
    const bytes = files.map((name) => readFileSync(join(folder, name))).concat(page);
    const weight = bytes.reduce((sum, one) => sum + gzipSync(one, { level: 9 }).length, 0);
    expect(weight).toBeLessThan(MOST_BYTES);
  });

  it("makes no code from text", () => {
    const code = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), "utf-8"))
      .join("\n");
    expect(/\beval\(|new Function\(|document\.write\(/.test(code)).toBe(false);
  });
});
