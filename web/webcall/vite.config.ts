/** Builds the customers' telephone: the page in the frame (hashed files and a manifest), and with `--mode loader` the one
script that other people's pages load. What speaks SIP is a file of its own, fetched when somebody calls. */
import { fileURLToPath, URL } from "node:url";
import { defineConfig, type BuildOptions } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const outDir = here("../../yingda/web/dist/call");

const frame: BuildOptions = {
  outDir,
  emptyOutDir: true,
  assetsDir: "",
  target: "es2022",
  manifest: "manifest.json",
  modulePreload: false,
  rollupOptions: { input: here("./frame/main.tsx") },
};

const loader: BuildOptions = {
  outDir,
  emptyOutDir: false,
  target: "es2020",
  lib: { entry: here("./loader.ts"), formats: ["iife"], name: "yingda", fileName: () => "loader.js" },
};

export default defineConfig(({ mode }) => ({
  root: here("."),
  base: "/call/assets/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: mode === "loader" ? loader : frame,
}));
