/**
 * Formulas in Markdown: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, the latter two with one or two backslashes, and LaTeX
 * environments. docs/markdown.md has the rules; the Python half follows them, too.
 */

import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/** Lines of a formula that stands alone. */
const LINES = 200;

const isSpace = (character: string | undefined): boolean => !character || /\s/.test(character);

/** The next `$` after `from` that no backslash stands before; -1: none. */
function nextDollar(source: string, from: number): number {
  for (let at = from; ; at++) {
    at = source.indexOf("$", at);
    if (at < 0) return at;
    let slashes = 0;
    while (source[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
}

/** What opens a formula at `at`: how long that is, what ends it. `$` is another matter. */
function opening(source: string, at: number): { open: string; close: string } | undefined {
  if (source.startsWith("$$", at)) return { open: "$$", close: "$$" };
  // Sticky: nothing is looked at but what stands here.
  const found = /(\\\\?)([([])|\\begin\{([a-zA-Z]{1,20}\*?)\}/y;
  found.lastIndex = at;
  const [open, slashes, bracket, name] = found.exec(source) ?? [];
  if (open === undefined) return undefined;
  return { open, close: name ? `\\end{${name}}` : slashes + (bracket === "(" ? ")" : "]") };
}

/** What never ends is looked for once in a text, not from each of its beginnings. */
const endless = new WeakMap<StateInline, Set<string>>();

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
    if (sign !== "$" || isSpace(src[pos + 1])) return false;
    const end = nextDollar(src, pos + 1);
    if (end < 0 || isSpace(src[end - 1]) || /\d/.test(src[end + 1] ?? "")) return false;
    return push(src.slice(pos + 1, end), end + 1, false);
  }
  const { open, close } = found;
  const known = endless.get(state) ?? new Set();
  if (known.has(close)) return false;
  const end = src.indexOf(close, pos + open.length);
  if (end < 0) {
    endless.set(state, known.add(close));
    return false;
  }
  const whole = end + close.length;
  if (open.startsWith("\\b")) return push(src.slice(pos, whole), whole, true);
  return push(src.slice(pos + open.length, end), whole, !open.endsWith("("));
}

/** A formula that begins and ends its lines, which may look like a list or a heading in between. */
function block(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (state.sCount[start]! - state.blkIndent >= 4) return false;
  const textOf = (line: number): string =>
    state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]).trimEnd();
  const first = textOf(start);
  const found = opening(first, 0);
  if (!found || found.open.endsWith("(")) return false;
  const { open, close } = found;
  for (let line = start, from = open.length; line < Math.min(end, start + LINES); line++, from = 0) {
    const text = textOf(line);
    // Outside the quotation or list item.
    if (line > start && text && state.sCount[line]! < state.blkIndent) return false;
    const at = text.indexOf(close, from);
    if (at < 0) continue;
    if (at + close.length < text.length) return false;
    const whole = state.getLines(start, line + 1, state.blkIndent, false).trim();
    const content = open.startsWith("\\b") ? whole : whole.slice(open.length, -close.length);
    if (!content.trim()) return false;
    if (silent) return true;
    state.line = line + 1;
    const token = state.push("math_block", "", 0);
    token.map = [start, state.line];
    token.block = true;
    token.content = content;
    token.markup = whole;
    state.env.math = true;
    return true;
  }
  return false;
}

export function math(md: MarkdownIt): void {
  md.inline.ruler.before("escape", "math", inline);
  md.block.ruler.before("fence", "math_block", block, { alt: ["paragraph", "reference", "blockquote", "list"] });
}
