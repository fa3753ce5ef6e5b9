/**
 * The textual pass before parsing. Under a strict CSP the mere parsing of `style=` or `<style>` reports a violation
 * and loses the style, so both are moved out of the parser's sight. It is no safety measure and need not be exact: the
 * sanitiser runs after it.
 */

/** The attribute that carries a style's text past the parser and the sanitiser; no element that stays has it for itself. */
export const STYLE = "pattern";

/**
 * Script and style elements; start tags; comments; white space between the parts of a table (half of a table's nodes,
 * and never shown). Linear: no alternative fails after a long way but at the last quotation mark of its kind.
 */
const PARTS =
  /<(style|script)\b[^>]*(?:>|$)([^]*?)(?:<\/\1\b[^>]*(?:>|$)|$)|(<[a-z][^"'<=>]*(?=["'=])[^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*)|<!--[^]*?(?:-->|$)|(?<=>)\s+(?=<\/?t[bdfhr])/gi;

/** Quoted values; the attribute `style`, and those of events, whose parsing a CSP reports too. */
const ATTRIBUTES = /("[^"]*"|'[^']*')|(?<=[\s"'/])(?:style|on\w+)(?=\s*=)/gi;

/** Returns the markup without scripts and style elements, and puts the contents of the latter into `styles`. */
export const prepare = (text: string, styles: string[]): string =>
  text.replace(PARTS, (_, name = "", css: string, tag?: string) => {
    if (/style/i.test(name)) styles.push(css.replace(/<!\[CDATA\[|]]>/g, ""));
    return tag ? tag.replace(ATTRIBUTES, (name, quoted) => quoted ?? (/^s/i.test(name) ? STYLE : "x")) : "";
  });
