/** Light, dark, or as the machine says. */
import { ref, watchEffect } from "vue";

export type Theme = "auto" | "light" | "dark";
const KEPT = "yingda.theme";

export const theme = ref<Theme>((localStorage.getItem(KEPT) as Theme | null) ?? "auto");
const machine = matchMedia("(prefers-color-scheme: dark)");
const machineIsDark = ref(machine.matches);
machine.addEventListener("change", (event) => (machineIsDark.value = event.matches));

export function wear(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem(KEPT, chosen);
}

watchEffect(() => {
  const dark = theme.value === "dark" || (theme.value === "auto" && machineIsDark.value);
  document.documentElement.classList.toggle("dark", dark);
});
