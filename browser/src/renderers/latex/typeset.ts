/** Formulas as MathML, by Temml. The caller sanitises the result. */

import temml from "temml";
import { escapeHtml } from "../../shared/text.ts";
import { LATEX_MAX_FORMULA_LENGTH } from "../../shared/spec.ts";

/** Macros that are expanded in one formula. */
const MAX_EXPANSIONS = 1000;
/** Parts that a formula's own macros may be replaced by. */
const MAX_TOKENS = 200_000;
/** Milliseconds of a formula's macros, whose arguments may double each time; and once some took that long. */
const FORMULA_TIMEOUT_MS = 1000;
const REDUCED_TIMEOUT_MS = 50;
/** Groups, environments and fences in one another: each is a call in the library, and an element in those of the others. */
const MAX_LEVELS = 60;
const LEVELS = /\\[{}]|(\{|\\(?:begin|left)\b)|(\}|\\(?:end|right)\b)/g;
/** UTF-16 units of MathML that a text's formulas may become; later ones stay as they are. */
const MAX_MATHML_UNITS = 1_000_000;
/** Largest sizes that a formula may ask for, in em and points. */
const MAX_SIZES: [number, number] = [50, 600];

/** Placeholder of the library's style sheet for equation numbers. */
const NUMBER = '<span class="tml-eqn"></span>';

/** The library's error message without the source that follows in it. */
const reasonOf = (error: unknown): string =>
  error instanceof temml.ParseError || error instanceof Limit
    ? (error as Error).message.replace(/( at (?:position \d+|end of input)):[^]*/, "$1").trim()
    : "The formula is nested too deeply";

class Limit extends Error {}

function isDeep(source: string): boolean {
  let depth = 0;
  for (const [, opens, closes] of source.matchAll(LEVELS)) {
    depth += Number(!!opens) - Number(!!closes);
    if (depth > MAX_LEVELS) return true;
  }
  return false;
}

/** Writes a formula; `whole` is its source with the delimiters. */
export type Typesetter = (
  content: string,
  display: boolean,
  whole: string,
  failed?: (reason: string) => void,
) => string;

/** Macros that a formula defines are known to the next ones of the same text, as in a notebook. */
export function createTypesetter(): Typesetter {
  let patience = FORMULA_TIMEOUT_MS;
  let deadline = 0;
  let tokens = 0;
  let equations = 0;
  let room = MAX_MATHML_UNITS;
  const macros = new Proxy<Record<string, unknown>>(
    {},
    {
      // Asked at each name, before it is replaced.
      getOwnPropertyDescriptor(target, name) {
        tokens -= (target[name as string] as { tokens?: unknown[] } | undefined)?.tokens?.length ?? 0;
        const late = performance.now() > deadline;
        if (late) patience = REDUCED_TIMEOUT_MS;
        if (late || tokens < 0) throw new Limit("The formula's macros are too much");
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
      // At its end a formula's own macros are taken back; not here. Names with `@` are the library's.
      deleteProperty: (target, name) => !String(name).includes("@") || Reflect.deleteProperty(target, name),
    },
  );
  return (content, display, whole, failed) => {
    if (room < 0) return `<code>${escapeHtml(whole)}</code>`;
    try {
      if (content.length > LATEX_MAX_FORMULA_LENGTH) throw new Limit("The formula is too long");
      if (isDeep(content)) throw new Limit("The formula is nested too deeply");
      deadline = performance.now() + patience;
      tokens = MAX_TOKENS;
      // Redefinitions are allowed: of the library's macros, and when the same text is shown again.
      const source = content.replace(
        /\\(?:re)?newcommand\*?\s*(?:\{\s*(\\[a-zA-Z]+)\s*\}|(\\[a-zA-Z]+))/g,
        (_, braced?: string, bare?: string) => `\\providecommand{${braced ?? bare}}{}\\renewcommand{${braced ?? bare}}`,
      );
      const made = temml.renderToString(source, {
        displayMode: display,
        macros,
        maxExpand: MAX_EXPANSIONS,
        maxSize: MAX_SIZES,
        throwOnError: true,
        trust: false,
      });
      room -= made.length;
      return made.replaceAll(NUMBER, () => NUMBER.replace("><", `>(${++equations})<`));
    } catch (error) {
      const reason = reasonOf(error);
      failed?.(reason);
      return `<code class="math-error" title="${escapeHtml(reason)}">${escapeHtml(whole)}</code>`;
    }
  };
}
