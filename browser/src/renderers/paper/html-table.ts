/** Tables in an output's markup that are wider than paper: their columns in parts, below each other. */

import { createElement } from "../../shared/dom.ts";
import { divide, PAPER_PX } from "./table.ts";

/** Places of a table, rows by columns, up to which it is taken apart. */
const MAX_PLACES = 200_000;
/** Header columns that each part begins with. */
const MAX_REPEATED = 3;

type Grid = (HTMLTableCellElement | undefined)[][];

/** The cell at each place; one that spans several is at all of them. `undefined` where there are too many. */
function gridOf(rows: readonly HTMLTableRowElement[]): Grid | undefined {
  const grid: Grid = rows.map(() => []);
  let places = 0;
  for (const [y, { cells }] of rows.entries()) {
    let x = 0;
    for (const cell of cells) {
      while (grid[y]![x]) x++;
      const height = Math.min(Math.max(1, cell.rowSpan), rows.length - y);
      places += height * cell.colSpan;
      if (places > MAX_PLACES) return undefined;
      for (let down = 0; down < height; down++)
        for (let right = 0; right < cell.colSpan; right++) grid[y + down]![x + right] = cell;
    }
  }
  return grid;
}

/** Pixels of each column: of cells that are in one only. */
function widthsOf(grid: Grid): number[] {
  const widths: number[] = [];
  for (const row of grid)
    row.forEach((cell, x) => {
      const width = cell?.colSpan === 1 ? cell.offsetWidth : 0;
      widths[x] = Math.max(widths[x] ?? 0, width);
    });
  return Array.from(widths, (width) => width ?? 0);
}

/** Columns on the left that are headers in every row of the body. */
function headerColumns(table: HTMLTableElement, rows: readonly HTMLTableRowElement[], grid: Grid): number {
  const body = grid.filter((_, y) => rows[y]!.parentElement !== table.tHead);
  let count = 0;
  while (count < MAX_REPEATED && body.length && body.every((row) => row[count]?.localName === "th")) count++;
  return count;
}

/** Some columns of the table; of a cell that spans others, too, the part that is among them. */
function part(table: HTMLTableElement, rows: readonly HTMLTableRowElement[], grid: Grid, columns: number[]): Element {
  const made = table.cloneNode() as HTMLTableElement;
  made.classList.remove("backendai-screen");
  const sections = new Map<Element, Element>();
  rows.forEach((row, y) => {
    const parent = row.parentElement!;
    if (parent !== table && !sections.has(parent)) {
      sections.set(parent, parent.cloneNode() as Element);
      made.append(sections.get(parent)!);
    }
    const line = row.cloneNode() as HTMLTableRowElement;
    let last: HTMLTableCellElement | undefined;
    let copy: HTMLTableCellElement | undefined;
    for (const x of columns) {
      const cell = grid[y]![x];
      if (cell?.parentElement !== row) continue;
      if (cell === last) copy!.colSpan++;
      else {
        line.append((copy = cell.cloneNode(true) as HTMLTableCellElement));
        copy.colSpan = 1;
      }
      last = cell;
    }
    (sections.get(parent) ?? made).append(line);
  });
  return made;
}

/** What stands for a table on paper; nothing if it is narrow. */
export function inParts(table: HTMLTableElement): HTMLElement | void {
  if (table.offsetWidth <= PAPER_PX) return;
  const rows = [...table.rows];
  const grid = gridOf(rows);
  if (!grid) return;
  const parts = divide(widthsOf(grid), headerColumns(table, rows, grid));
  if (parts.length < 2) return;
  const made = createElement("div", "", ...parts.map((columns) => part(table, rows, grid, columns)));
  if (table.caption) made.querySelector("table")!.prepend(table.caption.cloneNode(true));
  return made;
}
