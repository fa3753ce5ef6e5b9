/** Our style sheets, adopted by each document or shadow root that shows outputs. They pass a strict CSP. */

const sheets = new Map<string, CSSStyleSheet>();

export function adopt(css: string, element: Element): void {
  // Only documents and shadow roots have adopted sheets; the root of a detached element has none.
  const { adoptedStyleSheets: adopted = document.adoptedStyleSheets } = element.getRootNode() as Partial<ShadowRoot>;
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  if (!adopted.includes(sheet)) adopted.push(sheet);
}
