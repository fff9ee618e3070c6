/** Builds the desk into the Python package. Everything but the page itself lies under /assets/. */
import { fileURLToPath, URL } from "node:url";
import vueI18n from "@intlify/unplugin-vue-i18n/vite";
import vue from "@vitejs/plugin-vue";
import components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "/assets/",
  resolve: { alias: { "@": here("./src") } },
  plugins: [
    vue(),
    vueI18n({ include: here("./src/locales/**"), runtimeOnly: true, compositionOnly: true, fullInstall: false, strictMessage: true }),
    components({ dirs: [], dts: here("./src/components.d.ts"), resolvers: [ElementPlusResolver({ importStyle: "css" })] }),
  ],
  build: {
    outDir: here("../yingda/web/dist"),
    emptyOutDir: true,
    assetsDir: "desk",
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { host: "127.0.0.1", proxy: proxied("http://127.0.0.1:8000") },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts", "widget/**/*.test.ts", "webcall/**/*.test.ts", "embed/**/*.test.ts"] },
});

function proxied(target: string) {
  return Object.fromEntries(["/api", "/feed", "/rate", "/widget", "/call/", "/call.js"].map((path) => [path, { target }]));
}
