/** What is built, to be weighed and read by the tests. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

export const web = fileURLToPath(new URL("../..", import.meta.url));

/** Builds it as `npm run build` does, but into a folder of its own. */
export class Built {
  private readonly folder = mkdtempSync(join(tmpdir(), "yingda-embed-"));

  constructor(what: "widget" | "webcall") {
    const build = (...more: string[]) => {
      const words = ["vite", "build", "--config", `${what}/vite.config.ts`, "--outDir", this.folder, "--logLevel", "error"];
      execFileSync("npx", [...words, ...more], { cwd: web, env: { ...process.env, NODE_ENV: "production" } });
    };
    build();
    build("--mode", "loader");
  }

  names(ending: string): string[] {
    return readdirSync(this.folder).filter((name) => name.endsWith(ending));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  text(name: string): string {
    return readFileSync(this.path(name), "utf-8");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Bytes of a file, gzipped. */
export function weight(path: string): number {
  return gzipSync(readFileSync(path), { level: 9 }).length;
}

export const MAKES_CODE = /\beval\(|new Function\(|document\.write\(/;
