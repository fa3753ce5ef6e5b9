/** The table model: what every kind of table becomes, and how it is written as text again. */

import { TABLE_MAX_TYPED_UNITS } from "./spec.ts";

/** UTF-16 units by which a text is sorted. */
export const MAX_KEY_UNITS = 200;

export type Kind = "number" | "date" | "boolean" | "text";

/** `undefined`: smaller and larger than nothing, it stays last. */
export type Key = number | bigint | string | undefined;

export interface Column {
  readonly name: string;
  kind: Kind;
  /** The value as shown and copied, of which some UTF-16 units may be enough; `undefined` for null. */
  text(row: number, most?: number): string | undefined;
  /** What it is sorted by; of a long text its beginning. */
  key(row: number): Key;
}

export interface Table {
  columns: Column[];
  /** Grows while it is read. */
  rows: number;
  /** Columns beyond the limit. */
  omitted?: number;
  /** What the source says of it. */
  comments?: string;
  /** The source text of a row; the texts of its cells are parts of it. */
  line?(row: number): string;
}

/** A table that is read from CSV, a slice at a time. */
export interface Csv extends Table {
  /** Reads on. To be called until it is done. */
  read(): Generator<void, void>;
  /** Tells kinds from what was read so far. */
  settle(): Generator<void, void>;
}

const NUMBER_PATTERN = /^\s*[-+]?(\d+([.,]\d*)?|\.\d+)(e[-+]?\d+)?\s*$|^\s*[-+]?inf(inity)?\s*$/i;
const DATE_PATTERN =
  /^(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)? *(?:Z|UTC|([-+]\d\d):?(\d\d)?)?)?$/;
/** What programs write for missing values. */
const MISSING_PATTERN = /^(|-?nan|na|nat|null|none|n\/a|<na>|#n\/?a)$/i;
const isMissing = (text: string): boolean => text.length <= TABLE_MAX_TYPED_UNITS && MISSING_PATTERN.test(text.trim());

/** The kind that all non-missing texts have in common. */
export function kindOf(texts: Iterable<string | undefined>): Kind {
  let kind: Kind | undefined;
  for (const text of texts) {
    if (text === undefined || isMissing(text)) continue;
    if (text.length > TABLE_MAX_TYPED_UNITS) return "text";
    // Zeros in front are part of a name, as in a postal code.
    const one: Kind =
      NUMBER_PATTERN.test(text) && !/^\s*[-+]?0\d/.test(text)
        ? "number"
        : DATE_PATTERN.test(text)
          ? "date"
          : /^(true|false)$/i.test(text)
            ? "boolean"
            : "text";
    if (one === "text" || (kind && kind !== one)) return "text";
    kind = one;
  }
  return kind ?? "text";
}

const two = (digits: string): string => digits.padStart(2, "0");

/** Milliseconds of a date, in UTC where it names no zone; NaN of another text. */
function timeOf(text: string): number {
  const [, year, month = "", day = "", hour = "0", minute = "00", second = "00", rest, zone = "+00", more = "00"] =
    DATE_PATTERN.exec(text) ?? [];
  const time = `${two(hour)}:${minute}:${second}${zone}:${more}`;
  return Date.parse(`${year}-${two(month)}-${two(day)}T${time}`) + Number(`.${rest ?? 0}e3`);
}

/** The sort key of a text of a kind; texts that are not of the kind sort after those that are. */
export function keyOf(text: string | undefined, kind: Kind): Key {
  if (text === undefined || isMissing(text)) return undefined;
  if (kind === "text" || kind === "boolean" || text.length > TABLE_MAX_TYPED_UNITS) return text.slice(0, MAX_KEY_UNITS);
  const number = kind === "date" ? timeOf(text) : Number(text.replace(",", ".").replace(/inf(inity)?/i, "Infinity"));
  return Number.isNaN(number) ? text : number;
}

/** How many rows of a table with that many columns are sampled where `most` cells are in all. */
export const sampleSize = (columns: number, most: number): number => Math.max(2, Math.min(1000, most / columns));

/** A sample of rows: the first ones, and some of the others. */
export function* sample(rows: number, most: number): Generator<number, void> {
  for (let row = 0; row < Math.min(rows, most / 2); row++) yield row;
  const step = Math.max(1, Math.floor((2 * rows) / most));
  for (let row = Math.ceil(most / 2); row < rows; row += step) yield row;
}

/**
 * A cell that a spreadsheet would compute becomes text by an apostrophe, as copies and files are opened there:
 * what begins with `=`, `@`, a tab or a line end, and with `+` or `-` unless it is a number.
 */
const FORMULA_PATTERN = /^[=@\t\r\n]|^[-+](?![\d.]+(e[-+]?\d+)?$|inf)/i;

const escape = (text: string, delimiter: string): string => {
  const safe = FORMULA_PATTERN.test(text) ? `'${text}` : text;
  return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

/** Yields a line of the columns' names if `names`, and one per row; `row` maps positions to rows. */
export function* write(
  columns: readonly Column[],
  from: number,
  to: number,
  row: (place: number) => number,
  delimiter: string,
  names: boolean,
): Generator<string, void> {
  const end = delimiter === "," ? "\r\n" : "\n";
  const line = (cells: (string | undefined)[]): string =>
    cells.map((cell) => escape(cell ?? "", delimiter)).join(delimiter) + end;
  if (names) yield line(columns.map(({ name }) => name));
  for (let place = from; place < to; place++) {
    const at = row(place);
    yield line(columns.map((column) => column.text(at)));
  }
}
