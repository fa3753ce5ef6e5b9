/** Texts that are searched for and escaped. */

/** A case-insensitive regular expression that matches a text literally. */
export const searchPattern = (text: string): RegExp => new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "i");

/** Text as HTML, also within a double-quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
