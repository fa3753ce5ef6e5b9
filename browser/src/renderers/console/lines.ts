/** Lines of console text: cells while they change, packed text with an index when they no longer do. */

import type { PackedText } from "../../shared/chunk-interfaces.ts";
import { CONSOLE_MAX_JOINED_UNITS, CONSOLE_RUN_WEIGHT, CONSOLE_WIDE_WEIGHT } from "../../shared/spec.ts";
import { columnsOf, isAscii } from "./width.ts";

/** Text that may have wide characters, each of which may become an element. */
export const MAY_BE_WIDE = /[^\0-\u10ff]/;

/**
 * A line of the screen. It is text with runs until it is changed anywhere but at its end; from then on it has an entry a
 * column (the grapheme that starts there, "" where a wide one goes on) and a style for each. A change takes time for what
 * it changes, never for the line's length.
 */
export class Line {
  /** The next line continues this one: no line feed came between. */
  continues = false;
  /** UTF-16 units. */
  size = 0;
  #text = "";
  /** Offset and style of each stretch, in turn; text before the first has style 0. */
  #runs: number[] = [];
  /** Each character is a column. */
  #isAscii = true;
  #cells: string[] | undefined;
  #styles: number[] = [];
  /** So many columns are blank for sure: erasing them again takes no time. */
  #blank = 0;

  /** Number of columns. */
  get width(): number {
    return this.#isAscii ? this.size : this.#unpacked().length;
  }

  /** What the line costs a page: its text, the elements of its styles and wide characters. */
  get weight(): number {
    const { text, runs } = this.#packed();
    return (
      text.length * (!this.#isAscii && MAY_BE_WIDE.test(text) ? CONSOLE_WIDE_WEIGHT : 1) +
      (runs.length / 2) * CONSOLE_RUN_WEIGHT
    );
  }

  /** Adds text at the end, which `joins` what is there: it may begin with an accent of that. */
  add(text: string, style: number, joins = true): void {
    if (!text) return;
    const ascii = isAscii(text);
    if (this.#cells || !(joins || ascii || !this.size)) {
      this.overwrite(this.#unpacked().length, text, style, joins);
      return;
    }
    if ((this.#runs.at(-1) ?? 0) !== style) this.#runs.push(this.size, style);
    this.#text += text;
    this.size += text.length;
    this.#isAscii &&= ascii;
  }

  /**
   * Replaces the columns from `column` on, but none from `limit` on; returns the column after, and the text that is left.
   * If it `joins` what is before `column`, it may begin with an accent of that.
   */
  overwrite(column: number, text: string, style: number, joins: boolean, limit = Infinity): [number, string] {
    const ascii = isAscii(text);
    if (!column && ascii && text.length >= (this.#cells?.length ?? (this.#isAscii ? this.size : Infinity))) {
      this.clear();
      this.add(text, style);
      return [text.length, ""];
    }
    const cells = this.#unpacked();
    let start = column;
    if (joins && !ascii && start) {
      do start--;
      while (!cells[start]);
      if (cells[start]!.length > CONSOLE_MAX_JOINED_UNITS) start = column;
    }
    const own = this.#styles[start]!;
    const more = columnsOf(start < column ? cells[start]! + text : text, start);
    let count = Math.min(more.length, limit - start);
    while (count < more.length && !more[count]) count--;
    const rest = more.splice(count).join("");
    this.#split(start + count);
    this.#split(start);
    this.#write(start, more, style);
    if (start < column) this.#styles[start] = own;
    this.#isAscii &&= ascii;
    return [start + count, rest];
  }

  /** Removes the columns from `column` on. */
  cut(column: number): void {
    if (column >= this.width) return;
    this.#split(column);
    const cells = this.#unpacked();
    for (let at = column; at < cells.length; at++) this.size -= cells[at]!.length;
    cells.length = this.#styles.length = column;
    this.#blank = Math.min(this.#blank, column);
  }

  /** Makes the columns before `end` blank. */
  blank(end: number): void {
    const count = Math.min(end, this.#unpacked().length);
    this.#split(count);
    const from = this.#blank;
    if (count <= from) return;
    this.#write(from, Array<string>(count - from).fill(" "), 0);
    this.#blank = count;
  }

  clear(): void {
    this.#text = "";
    this.#runs = this.#styles = [];
    this.#cells = undefined;
    this.#isAscii = true;
    this.continues = false;
    this.size = this.#blank = 0;
  }

  /** Adds the line to `to`, with its line feed if `feed` says so. */
  packInto(to: { texts: string[]; runs: number[]; size: number }, feed: boolean): void {
    const { text, runs } = this.#packed();
    for (let i = 0; i < runs.length; i += 2) to.runs.push(to.size + runs[i]!, runs[i + 1]!);
    to.size += text.length;
    if (runs.at(-1)) to.runs.push(to.size, 0);
    to.texts.push(feed ? `${text}\n` : text);
    if (feed) to.size++;
  }

  #packed(): { text: string; runs: readonly number[] } {
    const cells = this.#cells;
    if (!cells) return { text: this.#text, runs: this.#runs };
    const runs: number[] = [];
    let offset = 0;
    let shown = 0;
    for (let at = 0; at < cells.length; at++) {
      const { length } = cells[at]!;
      if (length && this.#styles[at] !== shown) runs.push(offset, (shown = this.#styles[at]!));
      offset += length;
    }
    return { text: cells.join(""), runs };
  }

  #unpacked(): string[] {
    if (this.#cells) return this.#cells;
    const cells = columnsOf(this.#text);
    const runs = this.#runs;
    let offset = 0;
    let style = 0;
    let run = 0;
    this.#styles = cells.map(({ length }) => {
      while (run < runs.length && runs[run]! <= offset) style = runs[(run += 2) - 1]!;
      offset += length;
      return style;
    });
    this.size = offset;
    this.#text = "";
    this.#runs = [];
    return (this.#cells = cells);
  }

  /** Puts `more` over the columns from `start` on, and after them where the line ends. */
  #write(start: number, more: readonly string[], style: number): void {
    const cells = this.#unpacked();
    this.#blank = Math.min(this.#blank, start);
    for (let i = 0, at = start; i < more.length; i++, at++) {
      this.size += more[i]!.length - (cells[at]?.length ?? 0);
      cells[at] = more[i]!;
      this.#styles[at] = style;
    }
  }

  /** Replaces the character that `column` is in the middle of by blanks. */
  #split(column: number): void {
    const cells = this.#unpacked();
    let start = column;
    let end = column;
    while (cells[start] === "") start--;
    while (cells[end] === "") end++;
    if (start < column) this.#write(start, Array<string>(end - start).fill(" "), 0);
  }
}

/** Packs lines; without a line feed after the last if `isLast`. */
export function pack(lines: readonly Line[], isLast = false): PackedText {
  const to = { texts: [] as string[], runs: [] as number[], size: 0 };
  lines.forEach((line, i) => line.packInto(to, !line.continues && !(isLast && i === lines.length - 1)));
  return { text: to.texts.join(""), runs: to.runs, count: lines.length };
}
