/** HTML that was drawn for white paper: with colours of its own that cannot be read in the dark. */

import { type Color, contrast, MIN_CONTRAST, mix } from "./contrast.ts";

/** What is read of a style sheet or of attributes, in blocks of declarations; and how many between two pauses. */
const MAX_BLOCKS = 20_000;
const BLOCKS_PER_SLICE = 500;
/** What is read of a block. */
const MAX_BLOCK_UNITS = 20_000;
/** The dark page, and text on it. */
const GROUND: Color = [22, 27, 34];
const TEXT: Color = [230, 230, 230];

/** Blocks of style sheets; `style` attributes (which the parser is given under another name); those of HTML and SVG. */
const SHEET_BLOCKS = /\{([^{}]*)\}/g;
const STYLES = /\b(?:style|pattern)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const ATTRIBUTES = /\s(color|bgcolor|text)\s*=\s*["']?(#?\w+)/gi;
const COLORS = /#[\da-f]{3,8}\b|\b(?:rgb|hsl)a?\([^()]*\)|(?<![\w-])[a-z]{3,20}(?![\w(-])/gi;
/** Colours are short; a long value could be meant again and again. */
const VARIABLE = /(?<![\w-])(--[\w-]{1,99})\s*:([^;{}]{0,99})(?![^;{}])/g;

const known = new Map<string, readonly number[] | undefined>();
let pixel: OffscreenCanvasRenderingContext2D | undefined;

/** Red, green, blue and opacity (0 to 1) of a colour; none of what is no colour. */
function parse(text: string): readonly number[] | undefined {
  const name = text.toLowerCase();
  if (known.has(name)) return known.get(name);
  pixel ??= new OffscreenCanvas(1, 1).getContext("2d")!;
  // What is no colour changes nothing.
  const read = (before: string): string => {
    pixel!.fillStyle = before;
    pixel!.fillStyle = name;
    return `${pixel!.fillStyle}`;
  };
  const written = read("#000000");
  let found: number[] | undefined;
  if (
    written === read("#ffffff") &&
    !/^(canvas|highlight|mark|field|button|link|current|inherit|initial|unset)/.test(name)
  ) {
    found =
      written[0] === "#"
        ? [1, 3, 5].map((at) => parseInt(written.slice(at, at + 2), 16))
        : written.match(/[\d.]+/g)!.map(Number);
  }
  if (known.size > 9999) known.clear();
  known.set(name, found);
  return found;
}

/** The colours in a value, as they are on the dark page. */
const colorsIn = (value: string): Color[] =>
  (value.match(COLORS) ?? [])
    .map(parse)
    .filter((color) => color && color[3] !== 0)
    .map((color) => mix(GROUND, color!, color![3] ?? 1));

const isLow = (one: Color, other: Color): boolean => contrast(one, other) < MIN_CONTRAST;

/** Whether declarations set a ground without its text, or text without its ground, that cannot be read in the dark. */
function isForWhite(block: string, variables: ReadonlyMap<string, string>): boolean {
  let text: Color[] = [];
  let grounds: Color[] = [];
  for (const declaration of block.split(";")) {
    const [, name = "", value = ""] = /^\s*(color|background(?:-color|-image)?)\s*:(.*)$/is.exec(declaration) ?? [];
    const colors = name
      ? colorsIn(value.replace(/var\(\s*(--[\w-]+)/g, (_, one: string) => variables.get(one) ?? ""))
      : [];
    if (/^c/i.test(name)) text = colors;
    else if (name) grounds = colors;
  }
  if (text[0] && grounds[0]) return false;
  return grounds.some((ground) => isLow(TEXT, ground)) || text.some((color) => isLow(color, GROUND));
}

function* blocksOf(html: string, css: string): Generator<string> {
  for (const [, block] of css.matchAll(SHEET_BLOCKS)) yield block!.slice(0, MAX_BLOCK_UNITS);
  for (const [, double, single] of html.matchAll(STYLES)) yield (double ?? single ?? "").slice(0, MAX_BLOCK_UNITS);
  for (const [, name, value] of html.matchAll(ATTRIBUTES))
    yield `${/^bg/i.test(name!) ? "background" : "color"}:${value}`;
}

/** Whether markup and its style sheets, which know no themes, were drawn for white paper; in slices. */
export function* isForPaper(html: string, css: string): Generator<void, boolean> {
  if (/<svg/i.test(html) && !/currentcolor/i.test(html + css)) return true;
  const variables = new Map([...css.matchAll(VARIABLE)].map(([, name, value]) => [name!, value!]));
  let count = 0;
  for (const block of blocksOf(html, css)) {
    if (isForWhite(block, variables)) return true;
    if (++count === MAX_BLOCKS) return false;
    if (count % BLOCKS_PER_SLICE === 0) yield;
  }
  return false;
}
