/** Where things are: every page has an address that can be sent to a colleague. */
import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import DeskPage from "@/pages/DeskPage.vue";

const routes: RouteRecordRaw[] = [
  { path: "/", name: "desk", component: DeskPage },
  { path: "/contacts/:id", name: "contact", component: DeskPage, props: true },
  { path: "/cases", name: "cases", component: () => import("@/pages/CasesPage.vue") },
  { path: "/cases/:number", name: "case", component: () => import("@/pages/CasePage.vue"), props: true },
  { path: "/follow-ups", name: "follow-ups", component: () => import("@/pages/FollowUpsPage.vue") },
  { path: "/call-backs", name: "call-backs", component: () => import("@/pages/CallBacksPage.vue") },
  { path: "/promises", name: "promises", component: () => import("@/pages/PromisesPage.vue") },
  { path: "/customers", name: "customers", component: () => import("@/pages/CustomersPage.vue") },
  { path: "/floor", name: "floor", component: () => import("@/pages/FloorPage.vue"), meta: { whole: true } },
  { path: "/people", name: "people", component: () => import("@/pages/PeoplePage.vue"), meta: { whole: true } },
  { path: "/teams", name: "teams", component: () => import("@/pages/TeamsPage.vue"), meta: { whole: true } },
  { path: "/lines", name: "lines", component: () => import("@/pages/LinesPage.vue"), meta: { whole: true } },
  { path: "/telephone/:tab?", name: "telephone", component: () => import("@/pages/TelephonePage.vue"), props: true, meta: { whole: true } },
  { path: "/standard", name: "standard", component: () => import("@/pages/StandardPage.vue") },
  { path: "/standard/versions", name: "versions", component: () => import("@/pages/VersionsPage.vue"), meta: { whole: true } },
  { path: "/looks", name: "looks", component: () => import("@/pages/LooksPage.vue"), meta: { whole: true } },
  { path: "/:rest(.*)*", name: "nowhere", component: () => import("@/pages/NowherePage.vue") },
];

export const router = createRouter({ history: createWebHistory("/"), routes });
