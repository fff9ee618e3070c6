/** A pretended server for looking at pages (`vite --mode mock`). Never shipped. */
import type { Plugin } from "vite";

export function mock(): Plugin {
  return { name: "yingda-mock" };
}
