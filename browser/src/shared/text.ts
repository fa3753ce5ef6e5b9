/** Texts: interface texts with numbers in them, and escaping. */

/** Fills the `{…}` of an interface text; numbers as the user's language writes them. */
export const fillText = (line: string, values: Readonly<Record<string, number | string>>): string =>
  line.replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.toLocaleString() ?? whole);

/** A case-insensitive regular expression that matches a text literally. */
export const searchPattern = (text: string): RegExp => new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "i");

/** Text as HTML, also within a double-quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
