/** How many terminal columns text takes: East Asian wide characters and emoji two, combining marks none. */

const ASCII = /^[ -~]*$/;
// East Asian Width W and F (UAX #11) by script, without what emoji cover and the halfwidth forms.
const CJK =
  "[[\\p{sc=Han}\\p{sc=Hangul}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Yi}\\u3000-\\u303e\\uff01-\\uff60\\uffe0-\\uffe6]--[\\uff61-\\uffdc]]";
/** Made when needed: these take longer than all the rest of the start. */
let graphemes: Intl.Segmenter | undefined;
let widePattern: RegExp | undefined;

/** A few wide characters, or one emoji, whose width is fixed to its number of columns. */
export const wide = (): RegExp => (widePattern ??= new RegExp(`(${CJK}{1,8}|\\p{RGI_Emoji})`, "gv"));

/** Columns of one grapheme that starts at `column`. */
const widthOf = (grapheme: string, column: number): number =>
  grapheme === "\t" ? 8 - (column % 8) : grapheme.search(wide()) === 0 ? 2 : /^[\p{M}\p{Cf}]/u.test(grapheme) ? 0 : 1;

/** One entry per column: the grapheme that starts there, or nothing where an earlier one continues. */
export function columnsOf(text: string): string[] {
  if (ASCII.test(text)) return text.split("");
  const columns: string[] = [];
  for (const { segment } of (graphemes ??= new Intl.Segmenter()).segment(text)) {
    const width = widthOf(segment, columns.length);
    if (width) columns.push(segment, ...Array<string>(width - 1).fill(""));
    else if (columns.length) columns[columns.findLastIndex(Boolean)] += segment;
  }
  return columns;
}

export const columnCount = (text: string): number => (ASCII.test(text) ? text.length : columnsOf(text).length);
