/** Reads markup as HTML's parser would, and leaves out what would cost that parser, or a layout, more than its length. */

import { HTML_MAX_ATTRIBUTES, HTML_MAX_FORMATTING_LEVELS, HTML_MAX_NESTING_LEVELS } from "../../shared/spec.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Elements without contents, and those that another one of their kind ends. */
const UNCOUNTED = words(
  "a area base br col colgroup dd dt embed frame hr img input keygen li link meta nobr p param rp rt source tbody td tfoot th thead tr track wbr",
);
/** What a parser opens again in each paragraph until it is closed. */
const FORMATTING = words("b big code em font i s small strike strong tt u");
/** Tags that end SVG and MathML around them. */
const BREAKOUT = words(
  "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var",
);
/** Elements in SVG and MathML whose contents are HTML. */
const INTEGRATION = words("foreignobject desc title annotation-xml mi mo mn ms mtext");
/** An end tag within closes nothing around them. */
const BARRIERS = words("applet caption html marquee object table td template th");
/** Their contents are text, outside SVG and MathML. */
const RAW = words("iframe listing noembed noframes plaintext textarea title xmp script style");

/** Tags between two pauses. */
const SLICE_TAGS = 5_000;

interface Open {
  readonly name: string;
  /** SVG or MathML, whose elements may close themselves. */
  readonly isForeign: boolean;
}

const SPACE = /[\t\n\f\r ]/;

/** The position behind a tag whose attributes start at `at`, and where too many of them begin (0: there are not too many). */
function endOfTag(text: string, at: number): [end: number, cut: number] {
  let count = 0;
  let cut = 0;
  const { length } = text;
  let i = at;
  while (i < length) {
    const mark = text[i]!;
    if (mark === ">") return [i + 1, cut];
    if (mark === "/" || SPACE.test(mark)) {
      i++;
      continue;
    }
    if (count++ === HTML_MAX_ATTRIBUTES) cut = i;
    // A name; an equals sign may begin one.
    for (i++; i < length && !/[\t\n\f\r />=]/.test(text[i]!);) i++;
    let value = i;
    while (value < length && SPACE.test(text[value]!)) value++;
    if (text[value] !== "=") continue;
    for (value++; value < length && SPACE.test(text[value]!);) value++;
    const quote = text[value];
    if (quote === '"' || quote === "'") {
      const end = text.indexOf(quote, value + 1);
      i = end < 0 ? length : end + 1;
    } else {
      for (i = value; i < length && !/[\t\n\f\r >]/.test(text[i]!);) i++;
    }
  }
  return [length, cut];
}

/**
 * The markup without tags that are nested too deeply, and attributes that are too many; whether there are any is told to
 * `leftOut`. Linear. Elements may be taken for deeper than they are, never for less deep.
 */
export function* flatten(text: string, leftOut: (what: "nesting" | "attributes") => void): Generator<void, string> {
  const open: Open[] = [];
  const dropped = new Map<string, number>();
  const out: string[] = [];
  let formatting = 0;
  let kept = 0;
  let count = 0;
  /** The element whose contents are text, perhaps. */
  let raw = "";

  const drop = (from: number, to: number): void => {
    out.push(text.slice(kept, from));
    kept = to;
  };
  const close = (name: string): boolean => {
    for (let i = open.length; i--;) {
      const one = open[i]!;
      if (one.name === name) {
        // Blocks in formatting stay open.
        if (FORMATTING.has(name)) open.splice(i, 1);
        else open.length = i;
        return true;
      }
      if (BARRIERS.has(one.name)) return false;
    }
    return false;
  };

  for (let at = text.indexOf("<"); at >= 0;) {
    if (++count % SLICE_TAGS === 0) yield;
    const [, slash, given] = /^<(\/?)([a-z][^\t\n\f\r />]*)/i.exec(text.slice(at, at + 64)) ?? [];
    if (!given) {
      // Text, or a comment of some kind, which ends with the first such mark.
      const end = /[!?/]/.test(text[at + 1] ?? "") ? text.indexOf(">", at) : at;
      at = end < 0 ? -1 : text.indexOf("<", end + 1);
      continue;
    }
    const name = given.toLowerCase();
    const [end, cut] = endOfTag(text, at + 1 + slash!.length + given.length);
    const next = text.indexOf("<", end);
    if (slash) {
      if (raw && raw !== name) {
        at = next;
        continue;
      }
      raw = "";
      const left = dropped.get(name) ?? 0;
      if (left) {
        dropped.set(name, left - 1);
        drop(at, end);
      } else if (close(name) && FORMATTING.has(name)) formatting--;
      at = next;
      continue;
    }
    if (BREAKOUT.has(name)) while (open.at(-1)?.isForeign) open.pop();
    const isForeign = !!open.at(-1)?.isForeign || name === "svg" || name === "math";
    if (cut) {
      leftOut("attributes");
      drop(cut, end - 1);
    }
    const closesItself = isForeign && text[end - 2] === "/";
    if (!closesItself && !(UNCOUNTED.has(name) && !isForeign)) {
      const isFormatting = FORMATTING.has(name);
      if (open.length >= HTML_MAX_NESTING_LEVELS || (isFormatting && formatting >= HTML_MAX_FORMATTING_LEVELS)) {
        leftOut("nesting");
        dropped.set(name, (dropped.get(name) ?? 0) + 1);
        drop(at, end);
      } else {
        open.push({ name, isForeign: isForeign && !INTEGRATION.has(name) });
        if (isFormatting) formatting++;
        if (!isForeign && RAW.has(name)) raw = name;
      }
    }
    at = next;
  }
  out.push(text.slice(kept));
  return out.join("");
}
