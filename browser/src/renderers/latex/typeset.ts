/** Formulas as MathML, by Temml. What it writes is sanitised by whoever shows it. */

import temml from "temml";

/** UTF-16 units of a formula. */
const LONGEST = 20_000;
/** Macros that are expanded in one formula. */
const EXPANSIONS = 1000;
/** Milliseconds in which macros may be looked up; a formula that is not made to last takes one or two. */
const PATIENCE = 100;
/** UTF-16 units of MathML that a text's formulas may become; later ones stay as they are. */
const MOST = 1_000_000;
/** Largest sizes that a formula may ask for, in em and points. */
const SIZES: [number, number] = [50, 600];

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!);

/** What is wrong, without the source that follows in the library's messages. */
const reasonOf = (error: unknown): string =>
  error instanceof temml.ParseError || error instanceof Impatience
    ? (error as Error).message.replace(/( at (?:position \d+|end of input)):[^]*/, "$1").trim()
    : "The formula is nested too deeply";

class Impatience extends Error {}

/** Writes a formula; `whole` is its source with the delimiters. */
export type Typesetter = (
  content: string,
  display: boolean,
  whole: string,
  failed?: (reason: string) => void,
) => string;

/** Macros that a formula defines are known to the next ones of the same text, as in a notebook. */
export function makeTypesetter(): Typesetter {
  let deadline = 0;
  let room = MOST;
  const macros = new Proxy<Record<string, unknown>>(
    {},
    {
      // Asked before each expansion, whose number alone says little: every one may double what there is.
      getOwnPropertyDescriptor(target, name) {
        if (performance.now() > deadline) throw new Impatience("The formula's macros take too long");
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
      // At its end a formula's own macros are taken back; not here. Names with `@` are the library's.
      deleteProperty: (target, name) => !`${String(name)}`.includes("@") || Reflect.deleteProperty(target, name),
    },
  );
  return (content, display, whole, failed) => {
    if (room < 0) return `<code>${escape(whole)}</code>`;
    try {
      if (content.length > LONGEST) throw new Impatience("The formula is too long");
      deadline = performance.now() + PATIENCE;
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
      return made;
    } catch (error) {
      const reason = reasonOf(error);
      failed?.(reason);
      return `<code class="math-error" title="${escape(reason)}">${escape(whole)}</code>`;
    }
  };
}
