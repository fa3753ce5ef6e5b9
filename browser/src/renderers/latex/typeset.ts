/** Formulas as MathML, by Temml. What it writes is sanitised by whoever shows it. */

import temml from "temml";
import { escapeHtml } from "../../shared/text.ts";

/** UTF-16 units of a formula. */
const LONGEST = 20_000;
/** Macros that are expanded in one formula. */
const EXPANSIONS = 1000;
/** Parts that a formula's own macros may be replaced by. */
const TOKENS = 200_000;
/** Milliseconds of a formula's macros, whose arguments may double each time; and once some took that long. */
const PATIENCE = 1000;
const IMPATIENCE = 50;
/** UTF-16 units of MathML that a text's formulas may become; later ones stay as they are. */
const MOST = 1_000_000;
/** Largest sizes that a formula may ask for, in em and points. */
const SIZES: [number, number] = [50, 600];

/** Where the library's style sheet would count equations. */
const NUMBER = '<span class="tml-eqn"></span>';

/** What is wrong, without the source that follows in the library's messages. */
const reasonOf = (error: unknown): string =>
  error instanceof temml.ParseError || error instanceof Limit
    ? (error as Error).message.replace(/( at (?:position \d+|end of input)):[^]*/, "$1").trim()
    : "The formula is nested too deeply";

class Limit extends Error {}

/** Writes a formula; `whole` is its source with the delimiters. */
export type Typesetter = (
  content: string,
  display: boolean,
  whole: string,
  failed?: (reason: string) => void,
) => string;

/** Macros that a formula defines are known to the next ones of the same text, as in a notebook. */
export function makeTypesetter(): Typesetter {
  let patience = PATIENCE;
  let deadline = 0;
  let tokens = 0;
  let equations = 0;
  let room = MOST;
  const macros = new Proxy<Record<string, unknown>>(
    {},
    {
      // Asked at each name, before it is replaced.
      getOwnPropertyDescriptor(target, name) {
        tokens -= (target[name as string] as { tokens?: unknown[] } | undefined)?.tokens?.length ?? 0;
        const late = performance.now() > deadline;
        if (late) patience = IMPATIENCE;
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
      if (content.length > LONGEST) throw new Limit("The formula is too long");
      deadline = performance.now() + patience;
      tokens = TOKENS;
      // Any name may be taken: the library's own, or one that is defined where the text is shown again.
      const source = content.replace(
        /\\(?:re)?newcommand\*?\s*(?:\{\s*(\\[a-zA-Z]+)\s*\}|(\\[a-zA-Z]+))/g,
        (_, braced?: string, bare?: string) => `\\providecommand{${braced ?? bare}}{}\\renewcommand{${braced ?? bare}}`,
      );
      const made = temml.renderToString(source, {
        displayMode: display,
        macros,
        maxExpand: EXPANSIONS,
        maxSize: SIZES,
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
