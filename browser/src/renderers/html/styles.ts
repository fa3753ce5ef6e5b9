/** Outputs' styles: carried past the parser, then pruned in place through the CSSOM, never joined from text. */

import type { MarkupGuard } from "../../shared/chunk-interfaces.ts";
import { CSS_MAX_NESTING_LEVELS } from "../../shared/spec.ts";
import { nestedBeyond } from "../../shared/text.ts";

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
    // For image properties, engines fetch the page itself for a fragment.
    if (!value || isUnsafe(`${name}:${value}`) || (/url\("?#/.test(value) && !REFERS.test(name)))
      style.removeProperty(name);
  }
  if (isUnsafe(style.cssText)) style.cssText = "";
}

/** Whether it is done: selectors with levels need the guard. */
function* pruneRules(
  group: Pick<CSSStyleRule, "cssRules" | "deleteRule">,
  guard: MarkupGuard | undefined,
  level: number,
): Generator<void, boolean> {
  for (let i = group.cssRules.length; i--;) {
    const rule = group.cssRules[i] as CSSStyleRule;
    const selector = rule.selectorText;
    const isComplex = selector && (level > 1 || /\([^)]*\([^)]*\(|&.*&/.test(selector));
    if (isComplex && !guard) return false;
    if (KEPT.test(`${rule}`) && !(isComplex && guard!.isHeavy(selector, level))) {
      // Styles for a document's root apply to the output's root.
      if (selector) rule.selectorText = selector.replace(/(^|[\s,>+~(])(html|body|:root)(?![\w-])/gi, "$1:host");
      if (rule.style) pruneStyle(rule.style);
      if (rule.cssRules && !(yield* pruneRules(rule, guard, level + (selector ? 1 : 0)))) return false;
    } else group.deleteRule(i);
    if (i % 99 === 0) yield;
  }
  return true;
}

/** Equal sheets are parsed once and shared: every pandas table brings the same one. */
const sheets = new Map<string, CSSStyleSheet>();

/** UTF-16 units up to which no selector takes an engine long, however many parts it has. */
const MAX_QUICK_UNITS = 4000;

/**
 * Builds the sheet of `css` without unsafe parts, in slices; none where only the guard can tell what is one. `isOwn`: it is
 * one of ours.
 */
export function* createSheet(
  css: string,
  guard?: MarkupGuard,
  isOwn = false,
): Generator<void, CSSStyleSheet | undefined> {
  let sheet = sheets.get(css);
  if (!sheet) {
    if (!guard && !isOwn && (css.length > MAX_QUICK_UNITS || nestedBeyond(css, CSS_MAX_NESTING_LEVELS) >= 0))
      return undefined;
    sheet = new CSSStyleSheet();
    sheet.replaceSync(guard ? yield* guard.shallow(css) : css);
    if (!(yield* pruneRules(sheet, guard, 0))) return undefined;
    if (sheets.size > 99) sheets.clear();
    if (css.length < 1e5) sheets.set(css, sheet);
  }
  return sheet;
}

/** The attribute that carries a style's text past the parser and the sanitiser; no element that stays has it for itself. */
export const STYLE = "pattern";

/**
 * Script and style elements; start tags; comments; white space between the parts of a table (half of a table's nodes,
 * and never shown). Linear: no alternative fails after a long way but at the last quotation mark of its kind.
 */
const PARTS =
  /<(style|script)\b[^>]*(?:>|$)([^]*?)(?:<\/\1\b[^>]*(?:>|$)|$)|(<[a-z][^"'<=>]*(?=["'=])[^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*)|<!--[^]*?(?:-->|$)|(?<=>)\s+(?=<\/?t[bdfhr])/gi;

/** Quoted values; the attribute `style`, and those of events, whose parsing a CSP reports too. */
const ATTRIBUTES = /("[^"]*"|'[^']*')|(?<=[\s"'/])(?:style|on\w+)(?=\s*=)/gi;

/** Returns the markup without scripts and style elements, and puts the contents of the latter into `styles`. */
export const prepare = (text: string, styles: string[]): string =>
  text.replace(PARTS, (_, name = "", css: string, tag?: string) => {
    if (/style/i.test(name)) styles.push(css.replace(/<!\[CDATA\[|]]>/g, ""));
    return tag ? tag.replace(ATTRIBUTES, (name, quoted) => quoted ?? (/^s/i.test(name) ? STYLE : "x")) : "";
  });
