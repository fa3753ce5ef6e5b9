/** Tables as text again. */

import type { Column } from "./model.ts";

/**
 * A cell that a spreadsheet would compute becomes text by an apostrophe, as copies and files are opened there:
 * what begins with `=`, `@`, a tab or a line's end, and with `+` or `-` where it is no number.
 */
const FORMULA = /^[=@\t\r\n]|^[-+](?![\d.]+(e[-+]?\d+)?$|inf)/i;

const escape = (text: string, delimiter: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

/** Lines of the columns' names, where `names` is wanted, and of the rows, which `row` finds by their place. */
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
