/** Markdown to HTML, which is then sanitised like any other. Both halves are generators: long texts take slices. */

import MarkdownIt from "markdown-it";
import type { Env, Token } from "markdown-it";
import { readBlocks } from "./blocks.ts";
import { github, slug } from "./github.ts";
import { math } from "./math.ts";

/** Tokens whose text is read, and later written, in one slice. */
const SLICE_TOKENS = 40;
/** Longest paragraph, in UTF-16 units without its pictures, whose inline syntax is parsed. */
const MAX_PARAGRAPH_UNITS = 50_000;
/** UTF-16 units of HTML that are parsed at once. */
const PART_UNITS = 50_000;
/** Of what links to named addresses expand to, in UTF-16 units; as much as the text is long if that is more. */
const MAX_REFERENCE_UNITS = 100_000;

/** Turn a formula (`whole`: its source with delimiters) and code into HTML; `undefined` leaves them plain. */
export interface Helpers {
  math?(content: string, display: boolean, whole: string): string | undefined;
  code?(content: string, language: string): string | undefined;
}

interface Environment extends Env {
  slugs?: Map<string, number>;
  /** There are formulas. */
  math?: boolean;
  helpers?: Helpers;
}

export interface Parsed {
  tokens: Token[];
  env: Environment;
}

const md = new MarkdownIt({ html: true, linkify: true });
const { escapeHtml } = md.utils;
// A word with a dot is not an address: `setup.py` is a file.
const WWW = /[\w.-]+\.[\w-]+(?:[/?#][^\s<>"'`()[\]]*[\w/])?/y;
md.linkify
  .set({ fuzzyLink: false })
  .add("//", null)
  .add("ftp:", null)
  .add("www.", {
    validate(text, at) {
      WWW.lastIndex = at;
      return WWW.exec(text)?.[0].length ?? 0;
    },
    normalize: (match) => void (match.url = `http://${match.url}`),
  });
md.use(math).use(github);
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

/** A paragraph whose text would hold the page is plain text. */
function clip(token: Token): void {
  if (token.type !== "inline" || token.content.length < MAX_PARAGRAPH_UNITS) return;
  const rest = token.content.replace(/data:image\/[\w+.-]+;base64,[\w+/=]+/g, "");
  if (rest.length >= MAX_PARAGRAPH_UNITS) token.type = "plain";
}

/** Reads `source`. */
export function* parse(source: string): Generator<void, Parsed> {
  const env: Environment = {};
  const tokens: Token[] = [];
  const text = source.replace(/\r\n?/g, "\n").replaceAll("\0", "\uFFFD");
  yield* readBlocks(md, text, env, tokens);
  if (env.references) env.references = limited(env.references, Math.max(MAX_REFERENCE_UNITS, text.length));
  const parsed: Token[] = [];
  for (let from = 0, to = 0; from < tokens.length; from = to) {
    // A heading's opening and its text are handled together, as are those of an item, its paragraph and its text.
    for (
      to = Math.min(from + SLICE_TOKENS, tokens.length);
      tokens[to - 1]!.type.endsWith("_open") && to < tokens.length;
    )
      to++;
    tokens.slice(from, to).forEach(clip);
    const slice = new md.core.State("", md, env);
    slice.tokens = tokens.slice(from, to);
    md.core.process(slice);
    for (const token of slice.tokens) parsed.push(token);
    yield;
  }
  return { tokens: parsed, env };
}

/** The languages of its code, in small letters. */
export const languagesOf = ({ tokens }: Parsed): string[] =>
  tokens.filter((token) => token.type === "fence").map((token) => languageOf(token).toLowerCase());

/**
 * Writes HTML in parts, each of which browsers parse in one go. Tags in the text may open what others close, so then
 * it is one part.
 */
export function* write({ tokens, env }: Parsed, helpers: Helpers = {}): Generator<void, string[]> {
  env.helpers = helpers;
  const long = tokens.some(({ type, content }) => /^html|^inline/.test(type) && /<[a-z!?/]/i.test(content))
    ? Infinity
    : PART_UNITS;
  const parts: string[] = [];
  let part = "";
  for (const [index, { type, children, level, nesting }] of tokens.entries()) {
    const rule = md.renderer.rules[type];
    part +=
      type === "inline"
        ? md.renderer.renderInline(children!, md.options, env)
        : rule
          ? rule(tokens, index, md.options, env, md.renderer)
          : md.renderer.renderToken(tokens, index, md.options);
    if (part.length > long && !level && nesting < 1) {
      parts.push(part);
      part = "";
    }
    if (index % SLICE_TOKENS === 0) yield;
  }
  parts.push(part);
  return parts;
}
