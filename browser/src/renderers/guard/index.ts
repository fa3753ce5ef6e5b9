/** Stands before the parser, the sanitiser and the layout: what would cost them more than its length is left out. */

import type { Context, Message, TrustedTypePolicyLike } from "../../backendai-media.d.ts";
import type { MarkupGuard } from "../../shared/chunk-interfaces.ts";
import { createElement } from "../../shared/dom.ts";
import noteStyle from "../../shared/media.css";
import * as messages from "../../shared/messages.ts";
import {
  CSS_MAX_NESTING_LEVELS,
  CSS_MAX_SELECTOR_LEVELS,
  HTML_MAX_SPANS,
  SVG_MAX_INNER_REFERENCES,
  CSS_MAX_COMBINATORS,
} from "../../shared/spec.ts";
import { pruneComments, textOfAddress } from "../../shared/svg.ts";
import { nestedBeyond } from "../../shared/text.ts";
import { countElements, parseInPieces } from "./parse.ts";
import { placeEmbedded, type Places, takeEmbedded } from "./embedded.ts";
import { flatten } from "./tags.ts";

/** What begins and ends selectors and their parts; comments, texts and escapes, in which nothing does. */
const SELECTOR_PARTS = /\\[^]|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[{};,()]|[\s>+~]+/g;
const SLICE_PARTS = 5_000;

/** Where the first selector of a style sheet begins that has too many combinators; -1 if none does. In slices. */
export function* longSelector(css: string): Generator<void, number> {
  let from = 0;
  let combinators = 0;
  let depth = 0;
  let count = 0;
  for (const { 0: part, index } of css.matchAll(SELECTOR_PARTS)) {
    if (++count % SLICE_PARTS === 0) yield;
    if (part === "{" && combinators > CSS_MAX_COMBINATORS) return from;
    if (part === "(") depth++;
    else if (part === ")") depth--;
    else if (/^[{};]/.test(part)) {
      from = index + 1;
      combinators = depth = 0;
    } else if (part === ",") combinators = depth > 0 ? combinators : 0;
    else if (/^[\s>+~]/.test(part)) combinators++;
  }
  return -1;
}

/** Alternatives, and mentions of the rule around it, in the selector of a rule in another one. */
const MAX_NESTED_ALTERNATIVES = 16;
/** Elements in a part of a picture that is shown again and again. */
const MAX_REPEATED_ELEMENTS = 100;
/** Parts of SVG that are painted for each element that refers to them. */
const PAINTED = "pattern,mask,clipPath,marker,filter";

/** How deep the functions of a selector are nested; in doubt, deeper. */
function functionLevels(selector: string): number {
  let level = 0;
  let most = 0;
  // Marks in texts open functions, and end none.
  for (const [mark] of selector.matchAll(/"(?:[^"\\]|\\[^])*"|[()]/g)) {
    if (mark === "(") most = Math.max(most, ++level);
    else if (mark === ")") level--;
    else most += mark.split("(").length - 1;
  }
  return most;
}

/** Guards one output. */
class Guard implements MarkupGuard {
  readonly #context: Context;
  readonly #places: Places = new Map();
  readonly leftOut = new Set<Message>();
  #spans = HTML_MAX_SPANS;
  #references = SVG_MAX_INNER_REFERENCES;

  constructor(context: Context) {
    this.#context = context;
  }

  *parse(html: string, policy: TrustedTypePolicyLike | undefined): Generator<void, Element> {
    const text = yield* flatten(html, (what) =>
      this.leftOut.add(what === "nesting" ? messages.left_out_nesting : messages.left_out_attributes),
    );
    const body = yield* parseInPieces(text, policy);
    takeEmbedded(body, this.#places);
    return body;
  }

  count = countElements;

  *shallow(css: string): Generator<void, string> {
    const ends = [nestedBeyond(css, CSS_MAX_NESTING_LEVELS), yield* longSelector(css)].filter((end) => end >= 0);
    if (!ends.length) return css;
    this.leftOut.add(messages.left_out_styles);
    return css.slice(0, Math.min(...ends));
  }

  /** Selectors that engines match in time that multiplies with each level. */
  isHeavy = (selector: string, level: number): boolean => {
    const alternatives = level ? (selector.match(/[,&]/g)?.length ?? 0) : 0;
    const isHeavy =
      level + functionLevels(selector) > CSS_MAX_SELECTOR_LEVELS || alternatives > MAX_NESTED_ALTERNATIVES;
    if (isHeavy) this.leftOut.add(messages.left_out_styles);
    return isHeavy;
  };

  prune = (part: ParentNode): void => {
    placeEmbedded(part, this.#places, this.#context);
    for (const cell of part.querySelectorAll<HTMLTableCellElement & HTMLTableColElement>(
      "[colspan],[rowspan],[span]",
    )) {
      this.#spans -= (cell.colSpan || 0) + (cell.rowSpan || 0) + (cell.span || 0);
      if (this.#spans > 0) continue;
      for (const name of ["colspan", "rowspan", "span"]) cell.removeAttribute(name);
      this.leftOut.add(messages.left_out_spans);
    }
    for (const picture of part.querySelectorAll("[src],[href],[poster],[background]")) {
      for (const name of ["src", "href", "poster", "background"]) {
        const address = picture.getAttribute(name) ?? "";
        const text = textOfAddress(address);
        const pruned = pruneComments(text);
        if (pruned !== text) picture.setAttribute(name, `data:image/svg+xml,${encodeURIComponent(pruned)}`);
      }
    }
    const large = new Set<string>();
    for (const element of part.querySelectorAll("svg [id]"))
      if (element.getElementsByTagName("*")[MAX_REPEATED_ELEMENTS]) large.add(`#${element.id}`);
    for (const use of large.size ? part.querySelectorAll("use") : []) {
      if (!large.has(use.getAttribute("href") ?? "")) continue;
      use.remove();
      this.leftOut.add(messages.left_out_pictures);
    }
    for (const inner of part.querySelectorAll(`:is(${PAINTED}) *`)) {
      for (const name of inner.getAttributeNames()) {
        if (!/url\(/i.test(inner.getAttribute(name)!) || this.#references-- > 0) continue;
        inner.removeAttribute(name);
        this.leftOut.add(messages.left_out_pictures);
      }
    }
    for (const noise of part.querySelectorAll("feTurbulence,feConvolveMatrix,feMorphology")) {
      if (this.#references-- > 0) continue;
      noise.remove();
      this.leftOut.add(messages.left_out_pictures);
    }
  };
}

/** Calls `show` with a guard for the output's markup; what was left out is said in a line below it. */
export async function guard(context: Context, show: (guard: MarkupGuard) => Promise<void>): Promise<void> {
  const made = new Guard(context);
  await show(made);
  if (!made.leftOut.size) return;
  context.style(noteStyle);
  const what = [...made.leftOut].map((message) => context.translate(message)).join(", ");
  context.host.append(createElement("div", "note", context.translate(messages.left_out, { what })));
}
