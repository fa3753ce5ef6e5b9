/**
 * A text's blocks, one after the other, as `md.block.parse` reads them. Long lists and tables, which are blocks too, go in
 * parts that are joined to what one call would have made.
 */

import type { Env, MarkdownIt, StateBlock, Token } from "markdown-it";

/** Lines of a list or table that are read at once. */
const CHUNK_LINES = 300;
/** Cells that a table may have beyond those that are written, as in the library. */
const MAX_ADDED_CELLS = 0x10000;

const lineOf = ({ src, bMarks, eMarks }: StateBlock, line: number): string => src.slice(bMarks[line], eMarks[line]);
const markOf = (state: StateBlock, line: number): string | undefined =>
  /^ {0,3}(?:\d{1,9}(?=[.)]))?([-+*.)])(?=\s|$)/.exec(lineOf(state, line))?.[1];

/** Where the list that begins at `line` can be divided: at a top-level item. */
function divide(state: StateBlock, line: number): number {
  const { sCount, lineMax } = state;
  const mark = markOf(state, line);
  if (!mark) return lineMax;
  for (let next = line + 1; next < lineMax; next++) {
    if (state.isEmpty(next) || sCount[next]! > sCount[line]!) continue;
    // Items further left would have this one's like in them.
    if (sCount[next]! < sCount[line]!) return lineMax;
    if (next >= line + CHUNK_LINES) return markOf(state, next) === mark ? next : lineMax;
  }
  return lineMax;
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
function* rows(md: MarkdownIt, state: StateBlock, start: number, table: Rule): Generator<void> {
  const { tokens, env, lineMax } = state;
  const head = `${lineOf(state, start)}\n${lineOf(state, start + 1)}\n`;
  const ends = tokens.splice(-2);
  let added = 0;
  for (let from = state.line; from < lineMax; from = state.line) {
    const to = Math.min(from + CHUNK_LINES, lineMax);
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
  for (let line = 0; (line = state.skipEmptyLines(line)) < lineMax; line = state.line) {
    const at = tokens.length;
    const isTable = /^[\s|:]*-[-\s|:]*$/.test(line + 1 < lineMax ? lineOf(state, line + 1) : "");
    const end = isTable ? Math.min(line + CHUNK_LINES, lineMax) : divide(state, line);
    read(line, end);
    const type = tokens[at]?.type ?? "";
    if (end < lineMax && type === "table_open" && state.line === end) yield* rows(md, state, line, rules[0]!);
    else if (end < lineMax && !/^(bullet|ordered)_list_open$/.test(type) && state.line === end) {
      // Neither: it may go on.
      tokens.length = at;
      read(line, lineMax);
    }
    if (list >= 0) join(tokens, at);
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
