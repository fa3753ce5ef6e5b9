/** Outputs' styles: pruned in place through the CSSOM, never joined from text. */

/** Addresses that fetch nothing: parts of the output itself, and pictures in the text. */
const LOCAL = /url\((["']?)(?:#[\w:.-]+|data:image\/(?!svg)[\w+/=;,-]+)\1\)/gi;

/** Functions that fetch; escapes, which could spell one; names that reach beyond the output. The bound keeps it linear. */
const UNSAFE = /\\|(?:url|src|image|fade|element|paint)[\w-]{0,20}\s*\(|view-transition|app-region/i;

export const isUnsafe = (value: string): boolean => UNSAFE.test(value.replace(LOCAL, "0"));

/** Properties that refer to elements of the output. */
const REFERS = /^(fill|stroke|filter|clip-path|mask|marker)/;

/** Rules that stay. Global ones (`@import`, `@font-face`, `@property`, …) go. */
const KEPT = /CSS((Style|Media|Supports|Container|LayerBlock|Keyframes?|Scope|StartingStyle)Rule|NestedDeclarations)]/;

/** Takes unsafe declarations out; `text` is what the style was made from (reading a style back is slow). */
export function pruneStyle(style: CSSStyleDeclaration, text = style.cssText): void {
  if (!UNSAFE.test(text)) return;
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    // Empty: a longhand of a shorthand with `var()`, whose text only the shorthand has.
    // Where an image is meant, engines fetch the page itself for a part of it.
    if (!value || isUnsafe(`${name}:${value}`) || (/url\("?#/.test(value) && !REFERS.test(name)))
      style.removeProperty(name);
  }
  if (isUnsafe(style.cssText)) style.cssText = "";
}

function* pruneRules(group: Pick<CSSStyleRule, "cssRules" | "deleteRule">): Generator<void> {
  for (let i = group.cssRules.length; i--;) {
    const rule = group.cssRules[i] as CSSStyleRule;
    if (KEPT.test(`${rule}`)) {
      // What styles say of a document's root holds for the output's.
      if (rule.selectorText)
        rule.selectorText = rule.selectorText.replace(/(^|[\s,>+~(])(html|body|:root)(?![\w-])/gi, "$1:host");
      if (rule.style) pruneStyle(rule.style);
      if (rule.cssRules) yield* pruneRules(rule);
    } else group.deleteRule(i);
    if (i % 99 === 0) yield;
  }
}

/** Equal sheets are parsed once and shared: every pandas table brings the same one. */
const sheets = new Map<string, CSSStyleSheet>();

/** The sheet of `css` without what is unsafe, made in slices. */
export function* makeSheet(css: string): Generator<void, CSSStyleSheet> {
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    yield* pruneRules(sheet);
    if (sheets.size > 99) sheets.clear();
    if (css.length < 1e5) sheets.set(css, sheet);
  }
  return sheet;
}
