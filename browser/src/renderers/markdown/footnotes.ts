/** Footnotes as GitHub has them: `[^name]`, and `[^name]: text` anywhere; all texts go to the end. */

import type { Env, MarkdownIt, StateBlock, StateInline, Token } from "markdown-it";

interface Notes {
  /** Names that have a text, and the numbers of those that were referred to, with how often. */
  known: Map<string, { number: number; count: number }>;
  numbers: number;
  /** The text of one is being read: there are none in it. */
  isInside: boolean;
}

const notes = new WeakMap<object, Notes>();
const notesOf = (env: Env): Notes => {
  const found = notes.get(env) ?? { known: new Map(), numbers: 0, isInside: false };
  notes.set(env, found);
  return found;
};

const NAME = String.raw`\[\^([^\s[\]^]{1,99})\]`;
const REFERENCE = new RegExp(NAME, "y");
const TEXT = new RegExp(`${NAME}:[ \\t]*`, "y");
/** Columns by which further paragraphs of a footnote are indented. */
const INDENT = 4;
/** Lines of a footnote; the next ones are no part of it. */
const MAX_LINES = 1_000;

/** The lines that belong to a footnote whose text begins at `at` of the line `start`, and the line after them. */
function linesOf(state: StateBlock, start: number, end: number, at: number): [text: string, next: number] {
  const lines = [state.src.slice(at, state.eMarks[start])];
  const others = state.md.block.ruler.getRules("paragraph");
  let next = start + 1;
  for (let line = next; line < Math.min(end, start + MAX_LINES); line++) {
    if (state.isEmpty(line)) {
      lines.push("");
      continue;
    }
    const indent = state.sCount[line]! - state.blkIndent;
    // A line that is not indented goes on with the paragraph before it.
    const goesOn = line === next && indent >= 0 && !others.some((rule) => rule(state, line, end, true));
    if (indent < INDENT && !goesOn) break;
    lines.push(state.getLines(line, line + 1, state.blkIndent + Math.min(indent, INDENT), false));
    next = line + 1;
  }
  return [lines.slice(0, next - start).join("\n"), next];
}

function block(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const { bMarks, tShift, eMarks, sCount, blkIndent, src, md, env, tokens } = state;
  const from = bMarks[start]! + tShift[start]!;
  if (sCount[start]! - blkIndent >= 4 || src[from] !== "[" || src[from + 1] !== "^") return false;
  const found = notesOf(env);
  TEXT.lastIndex = from;
  const [opening, name] = TEXT.exec(src) ?? [];
  if (found.isInside || !opening || from + opening.length > eMarks[start]!) return false;
  if (silent) return true;
  const [text, next] = linesOf(state, start, end, from + opening.length);
  const label = name!.toLowerCase();
  found.known.set(label, { number: 0, count: 0 });
  const token = state.push("footnote_open", "li", 1);
  token.map = [start, next];
  token.info = label;
  const inner = tokens.length;
  found.isInside = true;
  md.block.parse(text, md, env, tokens);
  found.isInside = false;
  for (const one of tokens.slice(inner)) one.level += state.level;
  state.push("footnote_back", "", 0);
  state.push("footnote_close", "li", -1);
  state.line = next;
  return true;
}

function inline(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax, env } = state;
  if (src[pos] !== "[" || src[pos + 1] !== "^") return false;
  REFERENCE.lastIndex = pos;
  const [whole, name] = REFERENCE.exec(src) ?? [];
  const found = notesOf(env);
  const note = found.known.get(name?.toLowerCase() ?? "");
  if (!whole || !note || pos + whole.length > posMax) return false;
  if (!silent) {
    note.number ||= ++found.numbers;
    const times = ++note.count;
    const token = state.push("footnote_ref", "", 0);
    token.content = `${note.number}`;
    token.info = times > 1 ? `${note.number}-${times}` : token.content;
  }
  state.pos += whole.length;
  return true;
}

/** Puts all footnotes to the end: those that were referred to, in that order, then the others. */
export function gatherFootnotes(tokens: Token[], env: Env): Token[] {
  const found = notesOf(env);
  if (!found.known.size) return tokens;
  const rest: Token[] = [];
  const texts: { number: number; tokens: Token[] }[] = [];
  let open: Token[] | undefined;
  for (const token of tokens) {
    if (token.type === "footnote_open") {
      // Of two with a name, references are to the first.
      const { number, count } = found.known.get(token.info) ?? { number: 0, count: 0 };
      found.known.delete(token.info);
      token.content = `${number || ++found.numbers}`;
      token.info = count ? token.content : "";
      texts.push({ number: Number(token.content), tokens: (open = []) });
    }
    (open ?? rest).push(token);
    if (!open || token.type !== "footnote_back") {
      if (token.type === "footnote_close") open = undefined;
      continue;
    }
    token.info = open[0]!.info;
    // It follows the last words.
    const last = open.length - 2;
    if (open[last]?.type === "paragraph_close") [open[last], open[last + 1]] = [token, open[last]!];
  }
  texts.sort((one, other) => one.number - other.number);
  if (!texts.length) return rest;
  // Those have the list around them.
  texts[0]!.tokens[0]!.markup = texts.at(-1)!.tokens.at(-1)!.markup = "list";
  // One by one: there may be more than a call takes.
  for (const { tokens } of texts) for (const token of tokens) rest.push(token);
  return rest;
}

export function footnotes(md: MarkdownIt): void {
  md.block.ruler.before("reference", "footnote", block, { alt: ["paragraph", "reference", "blockquote"] });
  md.inline.ruler.before("link", "footnote", inline);
  const { rules } = md.renderer;
  rules.footnote_ref = (tokens, index) => {
    const { content, info } = tokens[index]!;
    return `<sup class="footnote-ref"><a href="#fn-${content}" id="fnref-${info}">${content}</a></sup>`;
  };
  rules.footnote_open = (tokens, index) => {
    const { content, markup } = tokens[index]!;
    return `${markup && '<section class="footnotes">\n<ol>\n'}<li id="fn-${content}">\n`;
  };
  rules.footnote_back = (tokens, index) => {
    const { info } = tokens[index]!;
    return info && ` <a href="#fnref-${info}" class="footnote-back">↩</a>`;
  };
  rules.footnote_close = (tokens, index) => `</li>\n${tokens[index]!.markup && "</ol>\n</section>\n"}`;
}
