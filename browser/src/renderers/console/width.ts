/** How many terminal columns text takes: East Asian wide characters and emoji two, combining marks none. */

const ASCII = /^[ -~]*$/;
// East Asian Width W and F (UAX #11), without what emoji cover.
const CJK =
  "\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6f" +
  "\\uff01-\\uff60\\uffe0-\\uffe6\\u{16fe0}-\\u{18cff}\\u{1aff0}-\\u{1b2fb}\\u{20000}-\\u{3fffd}";
const graphemes = new Intl.Segmenter();

/** Runs of wide characters, or one emoji. Both are set to two columns a character. */
export const WIDE = new RegExp(`([${CJK}]+)|(\\p{RGI_Emoji})`, "gv");
const STARTS_WIDE = new RegExp(`^(?:[${CJK}]|\\p{RGI_Emoji})`, "v");

/** Columns of one grapheme that starts at `column`. */
const widthOf = (grapheme: string, column: number): number =>
  grapheme === "\t" ? 8 - (column % 8) : STARTS_WIDE.test(grapheme) ? 2 : /^[\p{M}\p{Cf}]/u.test(grapheme) ? 0 : 1;

/** One entry a column: the grapheme that starts there, or nothing where an earlier one goes on. */
export function columnsOf(text: string): string[] {
  if (ASCII.test(text)) return text.split("");
  const columns: string[] = [];
  for (const { segment } of graphemes.segment(text)) {
    const width = widthOf(segment, columns.length);
    if (width) columns.push(segment, ...Array<string>(width - 1).fill(""));
    else if (columns.length) columns[columns.findLastIndex(Boolean)] += segment;
  }
  return columns;
}

export const columnCount = (text: string): number => (ASCII.test(text) ? text.length : columnsOf(text).length);
