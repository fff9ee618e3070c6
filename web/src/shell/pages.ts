/** The pages of the desk, in the order of the top bar. */
export const PAGES = ["desk", "cases", "follow-ups", "promises", "customers", "floor", "standard"] as const;
