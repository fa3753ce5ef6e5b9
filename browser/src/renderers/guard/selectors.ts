/** Selectors of a style sheet, found in its text before an engine parses it. */

import { CSS_MAX_COMBINATORS } from "../../shared/spec.ts";

/** What begins and ends selectors and their parts; comments, texts and escapes, in which nothing does. */
const SELECTOR_PARTS = /\\[^]|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[{};,()]|[\s>+~]+/g;
const SLICE_PARTS = 5_000;

/** Where the first selector begins that has too many combinators; -1 if none does. In slices. */
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
