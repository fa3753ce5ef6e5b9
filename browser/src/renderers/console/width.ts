/** How many terminal columns text takes: East Asian wide characters and emoji two, combining marks none. */

const ASCII = /^[ -~]*$/;
/**
 * What is one grapheme each, but for the accents at its end that belong to the character before: ASCII, tabs, Latin
 * letters, kana, the usual Chinese characters, Hangul syllables.
 */
const SIMPLE = /^[\t -~\u00ae-\u036f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*$/;
/** UTF-16 units that are enough to know an emoji by. */
const MAX_EMOJI_UNITS = 32;
// East Asian Width W and F (UAX #11) by script, without what emoji cover and the halfwidth forms.
const CJK =
  "[[\\p{sc=Han}\\p{sc=Hangul}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Yi}\\u3000-\\u303e\\uff01-\\uff60\\uffe0-\\uffe6]--[\\uff61-\\uffdc]]";
/** Made when needed: these take longer than all the rest of the start. */
let graphemes: Intl.Segmenter | undefined;
let widePattern: RegExp | undefined;

/** A few wide characters, or one emoji, whose width is fixed to its number of columns. */
export const wide = (): RegExp => (widePattern ??= new RegExp(`(${CJK}{1,8}|\\p{RGI_Emoji}|\\p{RI}{2})`, "gv"));

export const isAscii = (text: string): boolean => ASCII.test(text);

/** Columns of one grapheme that starts at `column`. */
const widthOf = (grapheme: string, column: number): number =>
  grapheme === "\t"
    ? 8 - (column % 8)
    : grapheme.slice(0, MAX_EMOJI_UNITS).search(wide()) === 0
      ? 2
      : /^[\p{M}\p{Cf}]+$/u.test(grapheme)
        ? 0
        : 1;

/**
 * One entry per column: the grapheme that starts there, or nothing where an earlier one continues. `start` is the column
 * of the text in its line, which tabs depend on.
 */
export function columnsOf(text: string, start = 0): string[] {
  if (ASCII.test(text)) return text.split("");
  const columns: string[] = [];
  let last = -1;
  const add = (grapheme: string, width: number): void => {
    if (width || last < 0) {
      // What has no width stands by itself where there is nothing before it, or a tab.
      last = grapheme === "\t" ? -1 : columns.length;
      columns.push(grapheme);
      for (let i = 1; i < width; i++) columns.push("");
    } else columns[last] += grapheme;
  };
  if (SIMPLE.test(text)) {
    for (const it of text)
      add(it, it === "\t" ? 8 - ((start + columns.length) % 8) : it < "\u0300" ? 1 : it < "\u0370" ? 0 : 2);
  } else {
    for (const { segment } of (graphemes ??= new Intl.Segmenter()).segment(text))
      add(segment, widthOf(segment, start + columns.length));
  }
  return columns;
}
