/** Styles as a constructed sheet, which a strict policy on the page does not stop. */
export function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}
