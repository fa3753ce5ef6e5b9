/** Formulas as MathML, by Temml. The caller sanitises the result. */

import temml from "temml";
import type { Context } from "../../backendai-media.d.ts";
import { escapeHtml } from "../../shared/text.ts";
import { LATEX_MAX_FORMULA_LENGTH } from "../../shared/spec.ts";
import * as messages from "../../shared/messages.ts";
import { translateEnvironments } from "./commands.ts";
import { macrosFor } from "./macros.ts";
import { Shared } from "./shared.ts";
import { finish, type Node } from "./tree.ts";

/** Macros that are expanded in one formula. */
const MAX_EXPANSIONS = 1000;
/** Parts that a formula's own macros may be replaced by. */
const MAX_TOKENS = 50_000;
/** Of them, those that take little time, however slow the machine is. */
const QUICK_TOKENS = 2_000;
/** Milliseconds of a formula's macros, whose arguments may double each time; and once some took that long. */
const FORMULA_TIMEOUT_MS = 50;
const REDUCED_TIMEOUT_MS = 10;
/** Groups, environments and fences in one another: each is a call in the library, and an element in those of the others. */
const MAX_LEVELS = 60;
const LEVELS = /\\[\\{}]|(\{|\\(?:begin|left)\b)|(\}|\\(?:end|right)\b)/g;
/** UTF-16 units of MathML that a text's formulas may become; later ones stay as they are. */
const MAX_MATHML_UNITS = 1_000_000;
/** Largest sizes that a formula may ask for, in em and points. */
const MAX_SIZES: [number, number] = [50, 600];

class Limit extends Error {}

/** The library's error message without the source that follows in it. */
const reasonOf = (error: unknown): string =>
  error instanceof temml.ParseError || error instanceof Limit
    ? (error as Error).message.replace(/( at (?:position \d+|end of input)):[^]*/, "$1").trim()
    : "The formula is nested too deeply";

function isDeep(source: string): boolean {
  let depth = 0;
  for (const [, opens, closes] of source.matchAll(LEVELS)) {
    depth += Number(!!opens) - Number(!!closes);
    if (depth > MAX_LEVELS) return true;
  }
  return false;
}

/** Numbers in a name as groups: of their digits, the library would keep the first. */
const wholeNumbers = (source: string): string =>
  source.replace(/\\(?:math(?:rm|it)\s*\{|(?:rm|it)(?![A-Za-z]))[A-Za-z0-9 ]+/g, (name) =>
    name.replace(/\d\d+/g, "{$&}"),
  );

/** Writes a formula; `whole` is its source with the delimiters. */
export type Typesetter = (
  content: string,
  display: boolean,
  whole: string,
  failed?: (reason: string) => void,
) => string;

/** Redefinitions are allowed: of the library's macros, and when the same text is shown again. */
const redefinable = (source: string): string =>
  source.replace(
    /\\(?:re)?newcommand\*?\s*(?:\{\s*(\\[a-zA-Z]+)\s*\}|(\\[a-zA-Z]+))/g,
    (_, braced?: string, bare?: string) => `\\providecommand{${braced ?? bare}}{}\\renewcommand{${braced ?? bare}}`,
  );

/**
 * The names of labels as numbers, since the library drops most characters of them; `names` gets the names. They are marked,
 * so that those that macros make are not taken for such.
 */
const numbered = (source: string, names: string[]): string =>
  source.replace(/\\\\|\\(label|(?:eq)?ref)\s*\{([^{}]*)\}/g, (part, command?: string, name = "") =>
    command ? `\\${command}{--${names.push((name as string).trim()) - 1}}` : part,
  );

/**
 * Typesets an output's formulas, one after the other. Macros hold for the formulas that follow, also in the next outputs of
 * its scope; `again` is called where others have changed what was typeset.
 */
export function createTypesetter(
  context: Pick<Context, "host" | "scope" | "signal" | "translate">,
  again?: () => PromiseLike<unknown>,
): Typesetter {
  const shared = Shared.of(context);
  const reader = shared.open(context, again);
  let patience = FORMULA_TIMEOUT_MS;
  let deadline = 0;
  let tokens = 0;
  let equations = 0;
  let room = MAX_MATHML_UNITS;
  const macros = macrosFor(shared, reader, (size) => {
    tokens -= size;
    const late = tokens < MAX_TOKENS - QUICK_TOKENS && performance.now() > deadline;
    if (late) patience = REDUCED_TIMEOUT_MS;
    if (late || tokens < 0) throw new Limit("The formula's macros are too much");
  });

  function make(content: string, display: boolean, missing: (name: string) => string): string {
    if (content.length > LATEX_MAX_FORMULA_LENGTH) throw new Limit("The formula is too long");
    if (isDeep(content)) throw new Limit("The formula is nested too deeply");
    deadline = performance.now() + patience;
    tokens = MAX_TOKENS;
    for (const [name] of content.matchAll(/\\[a-zA-Z]+/g)) shared.watch(reader, name);
    const labels: string[] = [];
    const source = numbered(redefinable(translateEnvironments(wholeNumbers(content))), labels);
    const options = { displayMode: display, macros, maxExpand: MAX_EXPANSIONS, maxSize: MAX_SIZES, throwOnError: true };
    const tree = temml.__renderToMathMLTree(source, options) as Node;
    const nameOf = (id: string): string => (id.startsWith("--") ? labels[Number(id.slice(2))] : undefined) ?? id;
    return finish(tree, {
      next: () => `(${++equations})`,
      labelOf: nameOf,
      label: (id, number) => shared.label(nameOf(id), number),
      numberOf: (id) => shared.numberOf(reader, nameOf(id)),
      missing,
    });
  }

  return (content, display, whole, failed) => {
    if (room < 0) return `<code>${escapeHtml(whole)}</code>`;
    try {
      const made = make(content, display, (label) => {
        const reason = context.translate(messages.no_such_label, { label });
        failed?.(reason);
        return reason;
      });
      room -= made.length;
      return made;
    } catch (error) {
      const reason = reasonOf(error);
      failed?.(reason);
      return `<code class="math-error" title="${escapeHtml(reason)}">${escapeHtml(whole)}</code>`;
    }
  };
}
