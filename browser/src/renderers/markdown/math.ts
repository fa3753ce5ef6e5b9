/**
 * Formulas in Markdown: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, the latter two with one or two backslashes, LaTeX
 * environments, and references to equations. docs/markdown.md has the rules; the Python half follows them, too.
 */

import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { MARKDOWN_MAX_FORMULA_LINES } from "../../shared/spec.ts";

const isSpace = (character: string | undefined): boolean => !character || /\s/.test(character);

/** A reference to an equation, which is a formula by itself. */
const REFERENCE = /\\(?:eq)?ref\{[^{}\s$`\\]{1,100}\}/y;

/** The next `$` after `from` without a backslash before it; -1 if there is none. */
function nextDollar(source: string, from: number): number {
  for (let at = from; ; at++) {
    at = source.indexOf("$", at);
    if (at < 0) return at;
    let slashes = 0;
    while (source[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
}

/** An amount and what follows it in texts, as in `$ 5 and …` and `$5, 6 …`. */
const AMOUNT = /^(?:\d[\d.,]*\s+(?:\p{L}{2}|\d)|\s+\d[\d.,]*\s+\p{L}{2})/u;

/**
 * Whether the dollars at `from` and `to` may belong to prices and names rather than to a formula: where white space is next
 * to one of them inside. In some languages, words follow formulas without a space.
 */
function areSigns(source: string, from: number, to: number): boolean {
  const opensWide = isSpace(source[from + 1]);
  if (!opensWide && !isSpace(source[to - 1])) return false;
  let before = from;
  if (opensWide) while (before > 0 && isSpace(source[before - 1])) before--;
  return (
    /[a-z]/i.test(source[from - 1] ?? "") ||
    /\d/.test(source[before - 1] ?? "") ||
    /^(?:[a-z]|\s{0,9}\d)/i.test(source.slice(to + 1, to + 12)) ||
    AMOUNT.test(source.slice(from + 1, to))
  );
}

/** What opens a formula at `at`: how long that is, what ends it. `$` is another matter. */
function opening(source: string, at: number): { open: string; close: string } | undefined {
  if (source.startsWith("$$", at)) return { open: "$$", close: "$$" };
  // Sticky: matches at this position only.
  const found = /(\\\\?)([([])|\\begin\{([a-zA-Z]{1,20}\*?)\}/y;
  found.lastIndex = at;
  const [open, slashes, bracket, name] = found.exec(source) ?? [];
  if (open === undefined) return undefined;
  return { open, close: name ? `\\end{${name}}` : slashes + (bracket === "(" ? ")" : "]") };
}

/** Where an end is that was found last, or -1: each is searched for once per text, not from each opening. */
const ends = new WeakMap<StateInline, Map<string, number>>();

/** Where environments end in the text that was looked at last: there may be very many names. */
let environments: { readonly source: string; readonly ends: ReadonlyMap<string, number[]> } | undefined;

function endOfEnvironment(source: string, close: string, from: number): number {
  if (environments?.source !== source) {
    const ends = new Map<string, number[]>();
    for (const { 0: end, index } of source.matchAll(/\\end\{[a-zA-Z]{1,20}\*?\}/g)) {
      const places = ends.get(end);
      if (places) places.push(index);
      else ends.set(end, [index]);
    }
    environments = { source, ends };
  }
  const places = environments.ends.get(close) ?? [];
  let low = 0;
  for (let high = places.length; low < high;) {
    const middle = (low + high) >> 1;
    if (places[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return places[low] ?? -1;
}

/** What words in brackets lack: `\[1\]`, `\[edit\]`. */
const SIGN = /[^\p{L}\p{N}\s.,;:!?'"]/u;
const isPadded = (content: string): boolean => isSpace(content[0]) && isSpace(content.at(-1));

function inline(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  const sign = src[pos];
  if (sign !== "$" && sign !== "\\") return false;
  const push = (content: string, end: number, display: boolean): boolean => {
    if (!content.trim() || end > posMax) return false;
    if (!silent) {
      const token = state.push("math", "", 0);
      token.content = content;
      token.markup = src.slice(pos, end);
      token.hidden = display;
      state.env.math = true;
    }
    state.pos = end;
    return true;
  };

  const found = opening(src, pos);
  if (!found) {
    if (sign === "\\") {
      REFERENCE.lastIndex = pos;
      const reference = REFERENCE.exec(src)?.[0];
      return !!reference && push(reference, pos + reference.length, false);
    }
    const end = nextDollar(src, pos + 1);
    if (end < 0 || /\d/.test(src[end + 1] ?? "") || areSigns(src, pos, end)) return false;
    const content = src.slice(pos + 1, end);
    return !content.includes("`") && push(content, end + 1, false);
  }
  const { open, close } = found;
  const known = ends.get(state) ?? new Map<string, number>();
  ends.set(state, known);
  const from = pos + open.length;
  let end = close[1] === "e" ? endOfEnvironment(src, close, from) : (known.get(close) ?? 0);
  if (end >= 0 && end < from) known.set(close, (end = src.indexOf(close, from)));
  if (end < 0) return false;
  // One backslash may be an escape: `\[` and `\(` are brackets in a word, and `\[` where it is close to what is in it.
  if (/^\\[[(]$/.test(open)) {
    if (/\w/.test(src[pos - 1] ?? "")) return false;
    if (open.endsWith("[") && !(isSpace(src[from]) && isSpace(src[end - 1]))) return false;
  }
  const whole = end + close.length;
  if (open.startsWith("\\b")) return push(src.slice(pos, whole), whole, true);
  return push(src.slice(pos + open.length, end), whole, !open.endsWith("("));
}

/** The last position found for each closing delimiter, and where its search started. */
const endings = new WeakMap<object, Map<string, readonly [from: number, at: number]>>();

function nextEnding({ env, src }: StateBlock, close: string, from: number): number {
  const known = endings.get(env) ?? new Map<string, readonly [number, number]>();
  endings.set(env, known);
  const [start, at] = known.get(close) ?? [Infinity, 0];
  if (from >= start && (from <= at || at < 0)) return at;
  const found = src.indexOf(close, from);
  known.set(close, [from, found]);
  return found;
}

/** A formula that begins and ends its lines, which may look like a list or a heading in between. */
function block(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const { bMarks, tShift, eMarks, sCount, blkIndent, src } = state;
  const from = bMarks[start]! + tShift[start]!;
  if (sCount[start]! - blkIndent >= 4 || !/[$\\]/.test(src[from] ?? "")) return false;
  const found = opening(src, from);
  if (!found || found.open.endsWith("(")) return false;
  const { open, close } = found;
  const begin = from + open.length;
  const at = close[1] === "e" ? endOfEnvironment(src, close, begin) : nextEnding(state, close, begin);
  let last = start;
  while (last < end && last < start + MARKDOWN_MAX_FORMULA_LINES && eMarks[last]! < at) last++;
  if (at < 0 || !(eMarks[last]! > at) || last >= end || src.slice(at + close.length, eMarks[last]).trim()) return false;
  // It must lie entirely in the same quotation or list item.
  for (let line = start; line <= last; line++) if (!state.isEmpty(line) && sCount[line]! < blkIndent) return false;
  const whole = state.getLines(start, last + 1, blkIndent, false).trim();
  const content = open.startsWith("\\b") ? whole : whole.slice(open.length, -close.length);
  if (!content.trim()) return false;
  if (open === "\\[" && !isPadded(content) && !SIGN.test(content)) return false;
  if (silent) return true;
  state.line = last + 1;
  const token = state.push("math_block", "", 0);
  token.map = [start, state.line];
  token.block = true;
  token.content = content;
  token.markup = whole;
  state.env.math = true;
  return true;
}

export function math(md: MarkdownIt): void {
  md.inline.ruler.before("escape", "math", inline);
  md.block.ruler.before("fence", "math_block", block, { alt: ["paragraph", "reference", "blockquote", "list"] });
}
