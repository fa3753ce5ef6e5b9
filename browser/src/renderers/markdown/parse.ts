/** Markdown to HTML, which is then sanitised like any other. Both halves are generators: long texts take slices. */

import MarkdownIt from "markdown-it";
import type { Env, Token } from "markdown-it";
import { addresses } from "./addresses.ts";
import type { MarkdownHelpers } from "../../shared/chunk-interfaces.ts";
import { readBlocks } from "./blocks.ts";
import { footnotes, gatherFootnotes } from "./footnotes.ts";
import { slug } from "../../shared/text.ts";
import { github } from "./github.ts";
import { math } from "./math.ts";
import { escapeRaw, raw } from "./raw.ts";

/** Tokens whose text is read in one slice, and what that may cost. */
const SLICE_TOKENS = 40;
const SLICE_COST = 500;
/** What a paragraph's text may cost to read; a dearer one is read in parts. A long word costs some, a character of Markdown's syntax more. */
const MAX_PARAGRAPH_COST = 1_500;
const UNITS_PER_COST = 25;
const SIGNS = /[[\]!*_~`\\&]|(\$)|([:@]|www\.|<[!?]?)/gi;
const DOLLAR_COST = 3;
const LINK_COST = 10;
/** Lines that are read at once; so many UTF-16 units count as one. */
const PORTION_LINES = 20_000;
const UNITS_PER_LINE = 20;
/** UTF-16 units of HTML that are parsed at once. */
const PART_UNITS = 50_000;
/** UTF-16 units that links to named addresses may expand to, or as many as the text has if those are more. */
const MAX_REFERENCE_UNITS = 100_000;

export interface Environment extends Env {
  slugs?: Map<string, number>;
  /** There are formulas. */
  math?: boolean;
  helpers?: MarkdownHelpers;
}

export interface Parsed {
  tokens: Token[];
  env: Environment;
}

const md = new MarkdownIt({ html: true, linkify: true });
const { escapeHtml } = md.utils;
md.linkify = addresses as unknown as typeof md.linkify;
md.use(math).use(github).use(raw).use(footnotes);
// The first two steps are ours, in slices.
md.core.ruler.disable(["normalize", "block"]);

const languageOf = (token: Token): string => md.utils.unescapeAll(token.info).trim().split(/\s/)[0]!;
const pre = (code: string, language: string): string =>
  `<pre tabindex="0"><code${language && ` class="language-${escapeHtml(language)}"`}>${code}</code></pre>\n`;

function formula({ content, markup }: Token, display: boolean, { helpers }: Environment): string {
  const plain = `<code>${escapeHtml(markup)}</code>`;
  return `<span class="math ${display ? "display" : "inline"}">${helpers?.math?.(content, display, markup) ?? plain}</span>`;
}

const { rules } = md.renderer;
rules.math = (tokens, index, _, env) => formula(tokens[index]!, tokens[index]!.hidden, env!);
rules.math_block = (tokens, index, _, env) => `<p>${formula(tokens[index]!, true, env!)}</p>\n`;
rules.plain = (tokens, index) => escapeHtml(tokens[index]!.content);
rules.code_block = (tokens, index) => pre(escapeHtml(tokens[index]!.content), "");
rules.fence = (tokens, index, _, env?: Environment) => {
  const { content } = tokens[index]!;
  const language = languageOf(tokens[index]!);
  return pre(env?.helpers?.code?.(content, language.toLowerCase()) ?? escapeHtml(content), language);
};
// `[…](#My-Heading)` leads to the heading whatever rules its writer had in mind.
rules.link_open = (tokens, index, options, env: Environment | undefined, self) => {
  const token = tokens[index]!;
  const address = `${token.attrGet("href")}`;
  const name = address[0] === "#" ? slug(md.utils.lib.mdurl.decode(address)) : "";
  if (env?.slugs?.has(name)) token.attrSet("href", `#${name}`);
  return self.renderToken(tokens, index, options);
};

/** As many uses of a name as `left` has room for: one long address could be meant a hundred thousand times. */
function limited<References extends NonNullable<Env["references"]>>(references: References, left: number): References {
  return new Proxy(references, {
    get(target, label: string) {
      const found = Object.hasOwn(target, label) ? target[label] : undefined;
      left -= found ? found.href.length + found.title.length : 0;
      return left < 0 ? undefined : found;
    },
  });
}

/** What it costs to read a text's inline syntax, as far as it matters; its pictures cost nothing. */
function costOf(text: string): number {
  const rest = text.replace(/data:image\/[\w+.-]+;base64,[\w+/=]+/g, "");
  let cost = rest.length / UNITS_PER_COST;
  for (const [, dollar, link] of rest.matchAll(SIGNS)) {
    cost += link ? LINK_COST : dollar ? DOLLAR_COST : 1;
    if (cost > MAX_PARAGRAPH_COST) break;
  }
  return cost;
}

/**
 * Parts of a paragraph, which are read one by one: parsers of inline syntax go back and forth within each. They end at
 * line feeds. What is too dear even so is plain text.
 */
function* partsOf(token: Token): Generator<{ token: Token; cost: number }> {
  const cost = token.type === "inline" ? costOf(token.content) : 0;
  if (cost < MAX_PARAGRAPH_COST) return yield { token, cost };
  const lines = token.content.split("\n");
  let part: string[] = [];
  let sum = 0;
  const flush = (last: boolean) => {
    const content = part.join("\n");
    const isPlain = sum >= MAX_PARAGRAPH_COST;
    const made = Object.assign(Object.create(Object.getPrototypeOf(token)) as Token, token, {
      type: isPlain ? "plain" : "inline",
      content: isPlain && !last ? `${content}\n` : content,
      children: [],
    });
    const found = [{ token: made, cost: isPlain ? 0 : sum }];
    // The parser drops a line feed at the end.
    if (!isPlain && !last) {
      const feed = Object.assign(Object.create(Object.getPrototypeOf(token)) as Token, token);
      found.push({ token: Object.assign(feed, { type: "plain", content: "\n", children: [] }), cost: 0 });
    }
    part = [];
    sum = 0;
    return found;
  };
  for (const line of lines) {
    const more = costOf(line);
    if (part.length && sum + more >= MAX_PARAGRAPH_COST) yield* flush(false);
    part.push(line);
    sum += more;
  }
  yield* flush(true);
}

/**
 * Portions of a text whose lines are known at a time. They end where a paragraph begins outside of code, or a little later
 * where none does.
 */
function* portionsOf(text: string): Generator<string> {
  let from = 0;
  let lines = 0;
  let isFenced = false;
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = text.indexOf("\n", at) + 1 || text.length;
    const size = (at - from) / UNITS_PER_LINE + lines++;
    const begins = text.slice(at, at + 4).trimStart();
    if (begins.startsWith("```") || begins.startsWith("~~~")) isFenced = !isFenced;
    const isStart = text[at - 2] === "\n" && !isFenced && /^[^\s>*+\-\d|]/.test(begins);
    if (size < PORTION_LINES || (!isStart && size < (isFenced ? 10 : 2) * PORTION_LINES)) continue;
    yield text.slice(from, at);
    from = at;
    lines = 0;
  }
  yield text.slice(from);
}

/** Whether a token is handled together with the next one: a heading and its text; an item, its paragraph and its text. */
const opens = (token: Token | undefined): boolean => !!token?.type.endsWith("_open");

/** Reads `source`. `env` has what text before it defined. */
export function* parse(source: string, env: Environment = {}): Generator<void, Parsed> {
  const tokens: Token[] = [];
  const text = source.replace(/\r\n?/g, "\n").replaceAll("\0", "\uFFFD");
  for (const portion of portionsOf(text)) yield* readBlocks(md, portion, env, tokens);
  if (env.references) env.references = limited(env.references, Math.max(MAX_REFERENCE_UNITS, text.length));
  const parsed: Token[] = [];
  let slice: Token[] = [];
  let cost = 0;
  const read = (): void => {
    const state = new md.core.State("", md, env);
    state.tokens = slice;
    md.core.process(state);
    for (const token of state.tokens) parsed.push(token);
    slice = [];
    cost = 0;
  };
  for (const token of tokens) {
    for (const part of partsOf(token)) {
      const isFull = slice.length >= SLICE_TOKENS || cost + part.cost > SLICE_COST;
      if (isFull && slice.length && !opens(slice.at(-1))) {
        read();
        yield;
      }
      slice.push(part.token);
      cost += part.cost;
    }
  }
  read();
  yield* escapeRaw(parsed);
  return { tokens: gatherFootnotes(parsed, env), env };
}

/** The languages of its code, in small letters. */
export const languagesOf = ({ tokens }: Parsed): string[] =>
  tokens.filter((token) => token.type === "fence").map((token) => languageOf(token).toLowerCase());

function writeToken(tokens: Token[], index: number, env: Environment): string {
  const rule = md.renderer.rules[tokens[index]!.type];
  return rule ? rule(tokens, index, md.options, env, md.renderer) : md.renderer.renderToken(tokens, index, md.options);
}

/**
 * Writes HTML in parts, each of which browsers parse in one go. Tags in the text may open what others close, so then
 * it is one part.
 */
export function* write({ tokens, env }: Parsed, helpers: MarkdownHelpers = {}): Generator<void, string[]> {
  env.helpers = helpers;
  const long = tokens.some(({ type, content }) => /^html|^inline/.test(type) && /<[a-z!?/]/i.test(content))
    ? Infinity
    : PART_UNITS;
  const parts: string[] = [];
  let part = "";
  for (const [index, { type, content, children, level, nesting }] of tokens.entries()) {
    if (type === "inline") {
      for (const [at] of children!.entries()) {
        part += writeToken(children!, at, env);
        if (at % SLICE_TOKENS === 0) yield;
      }
    } else if (content.length > PART_UNITS && /^(plain|fence|code_block)$/.test(type)) {
      const [open, close] = type === "plain" ? ["", ""] : pre("\0", languageOf(tokens[index]!)).split("\0");
      part += open;
      for (let at = 0; at < content.length; at += PART_UNITS) {
        part += escapeHtml(content.slice(at, at + PART_UNITS));
        yield;
      }
      part += close;
    } else part += writeToken(tokens, index, env);
    if (part.length > long && !level && nesting < 1) {
      parts.push(part);
      part = "";
    }
    yield;
  }
  parts.push(part);
  return parts;
}
