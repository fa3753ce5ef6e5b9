/** The rows that name the columns, by the rules of spec/csv.md. */

import { kindOf } from "../../shared/table.ts";

/** Rows below the first that may name columns, too; rows and columns that are looked at to tell. */
const MAX_MORE = 3;
const ROWS = 20;
export const HEAD_ROWS = 1 + MAX_MORE + ROWS;
export const HEAD_COLUMNS = 100;

/** A row's first cells. */
type Row = readonly (string | undefined)[];

const isName = (cell: string | undefined): boolean => kindOf([cell]) === "text";

/** Whether one of the names, which are not empty, is there twice: groups of columns have one. */
export function isGrouped(names: Row): boolean {
  const found = names.filter(Boolean);
  return new Set(found).size < found.length;
}

/** How many rows after one that is grouped name the columns, too: of names only, one of them above values of another kind. */
export function countMore(rows: readonly Row[]): number {
  const other = rows.findIndex((row, at) => at === MAX_MORE || !row.every(isName));
  let count = other < 0 ? rows.length : other;
  const below = (at: number) => kindOf(rows.slice(count, count + ROWS).map((row) => row[at]));
  while (count && !rows[count - 1]!.some((cell, at) => cell && below(at) !== "text")) count--;
  return count;
}

/** What a row has: its cells, and whether the last of them is empty. */
export interface Shape {
  readonly width: number;
  readonly isOpen: boolean;
}

/**
 * Whether rows begin with their own names, as R writes them: each has a cell more than the first row, and the last ones are
 * not all empty, as where each line ends with a delimiter.
 */
export const haveNames = (width: number, rows: readonly Shape[]): boolean =>
  rows.length > 0 && rows.every((row) => row.width === width + 1) && !rows.every(({ isOpen }) => isOpen);
