/** Style sheets that ask for a theme: their conditions are met by the page's. */

import type { SheetTheme } from "../../shared/chunk-interfaces.ts";

/** What is met in a theme only: attributes and classes that pages and notebooks set on their root. */
const ATTRIBUTE =
  /\[[\w-]{0,40}(?:theme|color-?mode|color-?scheme)[\w-]{0,40}\s*[~|^$*]?=\s*["']?[\w-]{1,40}["']?\s*(?:[is]\s*)?\]/;
const CLASS = /\.(?:(?:vscode|theme|mode|quarto|is)-)?(?:dark|light)(?:-(?:mode|theme))?(?![\w-])/;
const HOOK = `${ATTRIBUTE.source}|${CLASS.source}`;
const HOOKS = new RegExp(`:not\\(\\s*(${HOOK})\\s*\\)|${HOOK}`, "gi");
/** What JupyterLab, the notebook and nbconvert have around an output. */
const AROUND =
  /\.(?:output_html|output_area|output_subarea|output|rendered_html|jp-(?:RenderedHTML(?:Common)?|OutputArea(?:-output)?|Notebook|Cell(?:-outputArea)?))(?![\w-])/g;
/** Compounds of which nothing is left stand for the output's root. */
const EMPTY = /(^|[\s>+~(])\0+(?=[\s>+~)]|$)/g;
const MEDIA = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi;
/** Comments and texts; what opens and ends rules. */
const PARTS = /\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[{};]/g;
const TEXT = /\S|$/g;

/** Parts of a style sheet between two pauses. */
const PARTS_PER_SLICE = 2000;

/** Whether a style sheet, or the styles in markup, follow a theme by themselves. */
export const knowsThemes = (css: string, html: string): boolean =>
  /prefers-color-scheme/i.test(css) ||
  /light-dark\(|var\(\s*--jp-/i.test(css + html) ||
  new RegExp(HOOK, "i").test(css);

/** The theme that a hook is met in; none where it is something else. */
function themeOf(hook: string): SheetTheme | undefined {
  if (/theme-light\b/i.test(hook) && hook[0] === "[") return /true/i.test(hook) ? "light" : "dark";
  return /\bdark|[-=]dark/i.test(hook) ? "dark" : /light/i.test(hook) ? "light" : undefined;
}

/** A selector without its hooks, and the theme that they are met in: "never" where they contradict each other. */
function unhook(selector: string, classes: ReadonlySet<string>): [selector: string, theme?: SheetTheme | "never"] {
  let theme: SheetTheme | "never" | undefined;
  const rest = selector.replace(HOOKS, (hook, negated?: string) => {
    const one = negated ?? hook;
    let asked = themeOf(one);
    // What the output has on elements of its own is no hook.
    if (!asked || (one[0] === "." && classes.has(one.slice(1)))) return hook;
    if (negated) asked = asked === "dark" ? "light" : "dark";
    theme = theme && theme !== asked ? "never" : asked;
    return "\0";
  });
  const found = rest.replace(AROUND, "\0").replace(EMPTY, "$1:host").replaceAll("\0", "");
  return theme ? [found, theme] : [found];
}

/** Selectors of a list; commas in brackets divide nothing. */
function selectorsOf(list: string): string[] {
  const found = [""];
  let depth = 0;
  for (const part of list.split(/([,()[\]])/)) {
    if (part === "(" || part === "[") depth++;
    else if (part === ")" || part === "]") depth--;
    if (part === "," && !depth) found.push("");
    else found[found.length - 1] += part;
  }
  return found;
}

/** A rule, in media queries where it has hooks; `block` is what is between its braces. */
function rulesOf(prelude: string, block: string, classes: ReadonlySet<string>): string {
  const lists = new Map<string, string[]>();
  for (const selector of selectorsOf(prelude)) {
    const [rest, theme = ""] = unhook(selector, classes);
    if (!lists.has(theme)) lists.set(theme, []);
    lists.get(theme)!.push(rest);
  }
  lists.delete("never");
  return [...lists]
    .map(([theme, list]) => {
      const rule = `${list.join(",")}{${block}}`;
      return theme ? `@media (prefers-color-scheme: ${theme}){${rule}}` : rule;
    })
    .join("");
}

/**
 * A style sheet whose hooks are media queries; and these are decided where the page has a theme of its own. `classes` are
 * those of the output's elements. Rules with others in them stay as they are. In slices.
 */
export function* themed(css: string, classes: ReadonlySet<string>, theme?: SheetTheme): Generator<void, string> {
  const out: string[] = [];
  let start = 0;
  /** Where the block begins that may be innermost, and its last declaration ends. */
  let open = -1;
  let end = -1;
  /** Where the first text after `start` is. */
  let looked = -1;
  let filled = -1;
  let count = 0;
  for (const { 0: part, index } of css.matchAll(PARTS)) {
    if (++count % PARTS_PER_SLICE === 0) yield;
    if (part === "{") {
      if (open >= 0) out.push(css.slice(start, (start = Math.max(open, end))));
      open = index + 1;
    } else if (part === "}" || (part === ";" && open < 0)) {
      const prelude = css.slice(start, open - 1);
      const isRule = open >= 0 && !/^\s*@/.test(prelude);
      out.push(isRule ? rulesOf(prelude, css.slice(open, index), classes) : css.slice(start, index + 1));
      start = index + 1;
      open = -1;
    } else if (part === ";") end = index + 1;
    else if (open < 0 && part[0] === "/") {
      if (looked !== start) {
        TEXT.lastIndex = looked = start;
        filled = TEXT.exec(css)!.index;
      }
      // Comments before a rule are no part of its selectors.
      if (filled >= index) start = index + part.length;
    }
  }
  const text = out.join("") + css.slice(start);
  if (!theme) return text;
  return text.replace(MEDIA, (_, asked: string) =>
    asked.toLowerCase() === theme ? "(min-width: 0)" : "(max-width: 0)",
  );
}
