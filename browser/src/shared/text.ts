/** Texts that are searched for, escaped, and read as addresses. */

/** A case-insensitive regular expression that matches a text literally. */
export const searchPattern = (text: string): RegExp => new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "i");

/** Text as HTML, also within a double-quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** The address, or `undefined` if the text is not one. `URL.parse` is newer than the supported browsers. */
export const parseUrl = (text: string, base?: string): URL | undefined =>
  URL.canParse(text, base) ? new URL(text, base) : undefined;

/** Where brackets are nested deeper than `levels`, those in texts and comments included; -1 if nowhere. */
export function nestedBeyond(text: string, levels: number): number {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/[[\](){}]/g)) {
    if (!"([{".includes(mark)) depth -= depth && 1;
    else if (++depth > levels) return index;
  }
  return -1;
}

/** A heading's slug: its words in lowercase, joined by hyphens. */
export const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, "")
    .replace(/\s/g, "-");
