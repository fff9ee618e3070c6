// @vitest-environment node
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const MOST_BEFORE_CLICK = 10 * 1024;
const MOST_BEFORE_CALL = 40 * 1024;
const web = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "yingda-call-"));
const weight = (name: string) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length;
const scripts = () => readdirSync(folder).filter((name) => name.endsWith(".js"));

beforeAll(() => {
  const build = (...more: string[]) => {
    const words = ["vite", "build", "--config", "webcall/vite.config.ts", "--outDir", folder, "--logLevel", "error"];
    execFileSync("npx", [...words, ...more], { cwd: web, env: { ...process.env, NODE_ENV: "production" } });
  };
  build();
  build("--mode", "loader");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe("the web call", () => {
  it("costs a page less than 10 kB gzipped before somebody clicks", () => {
    expect(weight("loader.js")).toBeLessThan(MOST_BEFORE_CLICK);
  });

  it("fetches what speaks SIP only when somebody calls", () => {
    const main = scripts().filter((name) => name.startsWith("main-"));
    expect(main).toHaveLength(1);
    expect(weight(main[0]!)).toBeLessThan(MOST_BEFORE_CALL);
    expect(scripts().some((name) => /sip/i.test(name))).toBe(true);
    expect(readFileSync(join(folder, main[0]!), "utf-8")).not.toContain("SIP/2.0");
  });

  it("makes no code from text", () => {
    const code = scripts().map((name) => readFileSync(join(folder, name), "utf-8"));
    expect(/\beval\(|new Function\(|document\.write\(/.test(code.join("\n"))).toBe(false);
  });
});
