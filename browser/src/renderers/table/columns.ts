/** Where columns are: widths, which may change, and how a column's values are set. */

import { partitionPoint } from "../../shared/search.ts";
import { MAX_ELEMENT_PX } from "../../shared/virtual-list.ts";
import { sample, type Table } from "../../shared/table.ts";

/** Approximate width of a character, padding, smallest and largest initial width, in pixels. */
const CHARACTER_PX = 7.6;
const PADDING_PX = 22;
const MIN_COLUMN_PX = 48;
const MAX_COLUMN_PX = 320;
/** Cells that are measured, and UTF-16 units of each; places behind a point that are aligned. */
const MEASURED_CELLS = 4000;
const MAX_MEASURED_UNITS = 100;
const MAX_ALIGNED_DECIMALS = 8;

export interface Widths {
  /** Left edges, and the right one of the last. */
  readonly edges: Float64Array;
  /** The column at a pixel. */
  at(x: number): number;
  set(column: number, width: number): void;
  /** Places behind the point in a column of numbers. */
  digits(column: number): number;
}

const fraction = (text: string): number => /^-?\d+\.(\d+)$/.exec(text)?.[1]?.length ?? 0;

export function createWidths(table: Table): Widths {
  const { columns, rows } = table;
  const edges = new Float64Array(columns.length + 1);
  const widths = new Float64Array(columns.length);
  const decimals = new Uint8Array(columns.length);
  const most = Math.min(MAX_COLUMN_PX, MAX_ELEMENT_PX / columns.length);
  const measured = [...sample(rows, Math.max(2, MEASURED_CELLS / columns.length))];
  const lay = (): void => widths.forEach((width, i) => (edges[i + 1] = edges[i]! + width));
  columns.forEach((column, i) => {
    let longest = column.name.length + 3;
    for (const row of measured) {
      const text = column.text(row, MAX_MEASURED_UNITS)?.slice(0, MAX_MEASURED_UNITS) ?? "";
      longest = Math.max(longest, text.length);
      if (column.kind === "number")
        decimals[i] = Math.min(MAX_ALIGNED_DECIMALS, Math.max(decimals[i]!, fraction(text)));
    }
    widths[i] = Math.min(most, Math.max(MIN_COLUMN_PX, longest * CHARACTER_PX + PADDING_PX));
  });
  lay();
  return {
    edges,
    at: (x) => partitionPoint(columns.length - 1, (column) => edges[column + 1]! <= x),
    set(column, width) {
      widths[column] = Math.max(MIN_COLUMN_PX / 2, width);
      lay();
    },
    digits: (column) => decimals[column]!,
  };
}

/** A number with room for the digits that others have behind the point. */
export function align(text: string, digits: number): string {
  const decimals = fraction(text);
  if (!digits || decimals > digits || !/^-?\d+(\.\d+)?$/.test(text)) return text;
  return text + (decimals ? "" : "\u2008") + "\u2007".repeat(digits - decimals);
}
