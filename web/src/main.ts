import "@/style/tokens.css";
import "element-plus/es/components/base/style/css";
import "@/style/base.css";
import "@/style/parts.css";
import "@/style/theme";
import { QueryClient, VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import { Refused } from "@/api/refused";
import { i18n } from "@/i18n";
import { router } from "@/shell/router";
import App from "./App.vue";

const MINUTE = 60_000;
const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: MINUTE, // the feed keeps what is on the page fresh
      refetchOnWindowFocus: false,
      networkMode: "always",
      retry: (tries, trouble) => trouble instanceof Refused && trouble.passing && tries < 5,
    },
  },
});

createApp(App).use(VueQueryPlugin, { queryClient: cache }).use(i18n).use(router).mount("#app");
