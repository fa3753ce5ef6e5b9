/**
 * A text's blocks, one after the other, as `md.block.parse` reads them. Long lists and tables, which are blocks too, go in
 * parts that are joined to what one call would have made.
 */

import type { Env, MarkdownIt, StateBlock, Token } from "markdown-it";

/** Lines of a list or table that are read at once. */
const CHUNK_LINES = 300;
/** Lines after which a quotation, or a list without a place to be divided at, goes on in another one; and a paragraph. */
const MAX_BLOCK_LINES = 1_000;
const MAX_PARAGRAPH_LINES = 3_000;
/** Cells that are read at once, and columns of a table; one with more is text. */
const CHUNK_CELLS = 3_000;
const MAX_COLUMNS = 500;
/** UTF-16 units of a line that begins with many marks; a longer one is text, since each mark reads all of it. */
const MAX_MARKED_UNITS = 5_000;
const MARKED = /^[\s>*+_\d.)-]{99}/;
/** Cells that a table may have beyond those that are written, as in the library. */
const MAX_ADDED_CELLS = 0x10000;

const lineOf = ({ src, bMarks, eMarks }: StateBlock, line: number): string => src.slice(bMarks[line], eMarks[line]);
const markOf = (state: StateBlock, line: number): string | undefined =>
  /^ {0,3}(?:\d{1,9}(?=[.)]))?([-+*.)])(?=\s|$)/.exec(lineOf(state, line))?.[1];

const isQuote = (state: StateBlock, line: number): boolean => /^ {0,3}>/.test(lineOf(state, line));

/** Where what begins at `line` is divided: a list at a top-level item, quotations and paragraphs that are long anywhere. */
function divide(state: StateBlock, line: number): number {
  const { sCount, lineMax } = state;
  const mark = markOf(state, line);
  const last = Math.min(lineMax, line + MAX_BLOCK_LINES);
  if (isQuote(state, line)) return last;
  if (!mark) return Math.min(lineMax, line + MAX_PARAGRAPH_LINES);
  for (let next = line + 1; next < last; next++) {
    if (state.isEmpty(next) || sCount[next]! > sCount[line]!) continue;
    // Items further left would have this one's like in them.
    if (sCount[next]! < sCount[line]!) return last;
    if (next >= line + CHUNK_LINES) return markOf(state, next) === mark ? next : last;
  }
  return last;
}

/** Joins the list that begins at `at` to the one before it. */
function join(tokens: Token[], at: number): void {
  if (tokens[at]?.type === tokens[at - 1]?.type.replace("_close", "_open")) tokens.splice(at - 1, 2);
}

/** A blank line between items makes the whole list loose; `from`: where the list begins. */
function loosen(tokens: readonly Token[], from: number, apart: boolean): void {
  const paragraphs = tokens.slice(from).filter(({ type, level }) => level === 2 && type.startsWith("paragraph"));
  if (!apart && paragraphs.every((token) => token.hidden)) return;
  for (const token of paragraphs) token.hidden = false;
}

type Rule = (state: StateBlock, start: number, end: number, silent: boolean) => boolean;

/** More rows of the table that began at `start` and was read up to `state.line`. */
function* rows(md: MarkdownIt, state: StateBlock, start: number, table: Rule, chunk: number): Generator<void> {
  const { tokens, env, lineMax } = state;
  const head = `${lineOf(state, start)}\n${lineOf(state, start + 1)}\n`;
  const ends = tokens.splice(-2);
  let added = 0;
  for (let from = state.line; from < lineMax; from = state.line) {
    const to = Math.min(from + chunk, lineMax);
    const text = state.src.slice(state.bMarks[from], state.eMarks[to - 1]);
    const part = new md.block.State(head + text, md, env, []);
    if (!table(part, 0, part.lineMax, false)) break;
    const body = part.tokens.findIndex((token) => token.type === "tbody_open");
    if (body < 0) break;
    const cells = part.tokens.slice(body + 1, -2);
    added += cells.filter((token) => token.type === "td_open").length - text.split("|").length - (to - from);
    if (added > MAX_ADDED_CELLS) break;
    for (const token of cells) tokens.push(token);
    state.line = from + part.line - 2;
    if (state.line < to) break;
    yield;
  }
  tokens.push(...ends);
}

/** How many columns the table would have whose header is at `line`; none is there for 0. */
const columnsAt = (state: StateBlock, line: number): number =>
  line + 1 < state.lineMax && /^[\s|:]*-[-\s|:]*$/.test(lineOf(state, line + 1))
    ? lineOf(state, line).split("|").length
    : 0;

/** Adds the line `state.line` as a paragraph of text. */
function addText(state: StateBlock): void {
  state.push("paragraph_open", "p", 1);
  state.push("plain", "", 0).content = lineOf(state, state.line++).trim();
  state.push("paragraph_close", "p", -1);
}

/** Reads `source` into `tokens`. */
export function* readBlocks(md: MarkdownIt, source: string, env: Env, tokens: Token[]): Generator<void> {
  const state = new md.block.State(source, md, env, tokens);
  const { lineMax } = state;
  const rules = md.block.ruler.getRules("") as Rule[];
  /** Reads a block that ends before `end`. */
  const read = (line: number, end: number): void => {
    state.line = line;
    state.lineMax = end;
    rules.some((rule) => rule(state, line, end, false));
    state.lineMax = lineMax;
    state.tight = true;
  };
  /** Where the list began whose first items were read, and whether it is loose. */
  let list = -1;
  let apart = false;
  /** A quotation was divided here. */
  let isQuoted = false;
  for (let line = 0; (line = state.skipEmptyLines(line)) < lineMax; line = state.line) {
    const at = tokens.length;
    const columns = columnsAt(state, line);
    const chunk = Math.max(1, Math.min(CHUNK_LINES, Math.floor(CHUNK_CELLS / columns)));
    const end = columns ? Math.min(line + chunk + 2, lineMax) : divide(state, line);
    const text = lineOf(state, line);
    state.line = line;
    if (columns > MAX_COLUMNS || (text.length > MAX_MARKED_UNITS && MARKED.test(text))) addText(state);
    else read(line, end);
    const type = tokens[at]?.type ?? "";
    const isCut = end < lineMax && state.line === end;
    if (isCut && type === "table_open") yield* rows(md, state, line, rules[0]!, chunk);
    else if (isCut && !/^(bullet_list|ordered_list|blockquote|paragraph)_open$/.test(type)) {
      // Neither: it may go on.
      tokens.length = at;
      read(line, lineMax);
    }
    if (list >= 0 || isQuoted) join(tokens, at);
    isQuoted = isCut && type === "blockquote_open";
    const goesOn = end < lineMax && state.line >= end && type.endsWith("_list_open");
    if (goesOn) {
      if (list < 0) [list, apart] = [at, false];
      apart ||= state.isEmpty(end - 1);
    } else if (list >= 0) {
      loosen(tokens, list, apart);
      list = -1;
    }
    yield;
  }
}
