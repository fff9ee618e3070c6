/** Builds what stands on other people's pages: the page in the frame (hashed files and a manifest), and with
`--mode loader` the one script that those pages load, a plain script without imports. */
import { fileURLToPath, URL } from "node:url";
import { defineConfig, type BuildOptions } from "vite";

/** No newer than the constructed style sheets that every part needs. */
const TARGET = "es2022";

/** `config`: the address of the folder's vite.config.ts. `served`: the first part of the path under which it is served. */
export function embedded(config: string, served: "widget" | "call") {
  const here = (path: string) => fileURLToPath(new URL(path, config));
  const outDir = here(`../../yingda/web/dist/${served}`);

  const frame: BuildOptions = {
    outDir,
    emptyOutDir: true,
    assetsDir: "",
    target: TARGET,
    manifest: "manifest.json",
    modulePreload: false,
    rollupOptions: { input: here("./frame/main.tsx") },
  };

  const loader: BuildOptions = {
    outDir,
    emptyOutDir: false,
    target: TARGET,
    lib: { entry: here("./loader.ts"), formats: ["iife"], name: "yingda", fileName: () => "loader.js" },
  };

  return defineConfig(({ mode }) => ({
    root: here("."),
    base: `/${served}/assets/`,
    publicDir: false,
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: mode === "loader" ? loader : frame,
  }));
}
