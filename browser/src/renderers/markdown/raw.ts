/**
 * Tags whose elements would swallow what follows, as text (GFM 6.11): those of elements that hold text only, and others that
 * are not closed where they were opened. docs/markdown.md has the rules.
 */

import type { MarkdownIt, StateBlock, Token } from "markdown-it";

const TAG =
  /<(\/?)(?:(title|textarea|xmp|noembed|noframes|plaintext)|(style|script|iframe|select|template|noscript)|(svg|math|video|audio|canvas|datalist|meter|progress))(?=[\s>]|\/>|$)/gi;
/** Tokens between two pauses. */
const SLICE_TOKENS = 5_000;

/** Where a tag begins: in which token, and at which place of its content. */
type Place = readonly [token: Token, at: number];

/** Changes the tags in `tokens`. */
export function* escapeRaw(tokens: readonly Token[]): Generator<void> {
  const text = new Map<Token, number[]>();
  const escape = ([token, at]: Place): void => {
    const places = text.get(token) ?? [];
    text.set(token, places);
    places.push(at);
  };
  /** Elements that are open in this paragraph or block of HTML, and those whose ends may come later in the text. */
  const open = new Map<string, Place>();
  const later = new Map<string, Place[]>();
  const flush = (): void => {
    for (const place of open.values()) escape(place);
    open.clear();
  };

  const read = (token: Token): void => {
    for (const { 0: tag, 1: slash, 2: always, 3: paired, 4: far, index } of token.content.matchAll(TAG)) {
      const place: Place = [token, index];
      const name = tag.replace(/^<\/?/, "").toLowerCase();
      if (always) escape(place);
      else if (far) {
        const outer = later.get(name) ?? [];
        later.set(name, outer);
        if (slash) outer.pop();
        else if (token.content[token.content.indexOf(">", index) - 1] !== "/") outer.push(place);
      } else if (paired) {
        const before = open.get(name);
        if (slash ? !before : before) escape(slash ? place : before!);
        if (slash) open.delete(name);
        else open.set(name, place);
      }
    }
  };

  for (const [index, token] of tokens.entries()) {
    if (index % SLICE_TOKENS === SLICE_TOKENS - 1) yield;
    if (token.type === "html_block") {
      read(token);
      continue;
    }
    flush();
    for (const one of token.type === "inline" ? token.children! : []) if (one.type === "html_inline") read(one);
    flush();
  }
  flush();
  for (const places of later.values()) places.forEach(escape);
  for (const [token, places] of text) {
    const parts: string[] = [];
    let from = 0;
    for (const at of places.sort((a, b) => a - b)) {
      parts.push(token.content.slice(from, at), "&lt;");
      from = at + 1;
    }
    token.content = parts.join("") + token.content.slice(from);
  }
}

/** Where the last end tag of a name is in a text; each is searched for once. */
const ends = new WeakMap<object, { src: string; last: Map<string, number> }>();

function isClosed({ env, src }: StateBlock, name: string, from: number): boolean {
  let known = ends.get(env);
  if (known?.src !== src) ends.set(env, (known = { src, last: new Map() }));
  const { last } = known!;
  if (!last.has(name)) last.set(name, src.toLowerCase().lastIndexOf(`</${name}`));
  return last.get(name)! > from;
}

/** A block of HTML that would go on to the end of the text is a paragraph. */
function block(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const from = state.bMarks[start]! + state.tShift[start]!;
  if (state.sCount[start]! - state.blkIndent >= 4 || state.src[from] !== "<") return false;
  const name = /^<(style|script|textarea)(?=[\s>]|$)/i.exec(state.src.slice(from, from + 16))?.[1]?.toLowerCase();
  if (!name || isClosed(state, name, from)) return false;
  const paragraph = state.md.block.ruler.getRules("").at(-1)!;
  return silent || paragraph(state, start, end, false);
}

export function raw(md: MarkdownIt): void {
  md.block.ruler.before("html_block", "raw", block, { alt: ["paragraph", "reference", "blockquote"] });
}
