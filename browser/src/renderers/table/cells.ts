/** The grid's cells: the elements in view, reused for what comes into it, and the cell that a key leads to. */

import { createElement } from "../../shared/dom.ts";
import { align, type Widths } from "./columns.ts";
import type { Table } from "../../shared/table.ts";

/** Pixels of a row. */
export const ROW_PX = 26;
/** UTF-16 units of a text that are shown in its cell. */
const MAX_CELL_UNITS = 250;

export interface Sorting {
  readonly column: number;
  readonly isDown: boolean;
}

export interface Cells {
  readonly head: HTMLElement;
  /** Shows these rows and columns; row `base` would be at the top. */
  draw(first: number, last: number, base: number, left: number, right: number): void;
  /** Discards the elements shown. */
  forget(): void;
}

export function createCells(
  id: string,
  body: HTMLElement,
  table: Table,
  state: {
    readonly widths: Widths;
    readonly sorting: Sorting | undefined;
    /** The table's row at a place in the list. */
    row(place: number): number;
    isSelected(row: number, column: number): boolean;
  },
): Cells {
  const head = createElement("div", "table-head");
  const shown = new Map<number, HTMLElement>();
  let columns = "";
  head.role = "row";
  head.ariaRowIndex = "1";

  const place = (cell: HTMLElement, row: number, column: number): void => {
    const { edges } = state.widths;
    cell.id = `${id}${row}_${column}`;
    cell.ariaColIndex = `${column + 1}`;
    cell.style.left = `${edges[column]}px`;
    cell.style.width = `${edges[column + 1]! - edges[column]!}px`;
  };
  const drawHead = (left: number, right: number): void => {
    const cells = [];
    for (let column = left; column < right; column++) {
      const { name, kind } = table.columns[column]!;
      const cell = createElement(
        "div",
        "table-cell",
        createElement("span", "table-name", name.slice(0, MAX_CELL_UNITS)),
        createElement("span", "table-edge"),
      );
      place(cell, -1, column);
      cell.role = "columnheader";
      cell.title = name.slice(0, 1000);
      cell.dataset.kind = kind;
      const { sorting } = state;
      cell.ariaSort = sorting?.column === column ? (sorting.isDown ? "descending" : "ascending") : "none";
      if (state.isSelected(-1, column)) cell.ariaSelected = "true";
      cells.push(cell);
    }
    head.replaceChildren(...cells);
  };
  const fillRow = (element: HTMLElement, at: number, left: number): void => {
    const row = state.row(at);
    element.ariaRowIndex = `${at + 2}`;
    let column = left;
    for (const cell of element.children as HTMLCollectionOf<HTMLElement>) {
      const { kind } = table.columns[column]!;
      const text = table.columns[column]!.text(row, MAX_CELL_UNITS)?.slice(0, MAX_CELL_UNITS);
      const isNumber = kind === "number" && text !== undefined;
      cell.textContent = text === undefined ? "null" : isNumber ? align(text, state.widths.digits(column)) : text;
      cell.dataset.kind = text === undefined ? "null" : kind;
      cell.id = `${id}${at}_${column}`;
      cell.ariaSelected = `${state.isSelected(at, column)}`;
      column++;
    }
  };
  const createRow = (left: number, right: number): HTMLElement => {
    const element = createElement("div", "table-row");
    element.role = "row";
    for (let column = left; column < right; column++) {
      const cell = createElement("div", "table-cell");
      place(cell, 0, column);
      cell.role = "gridcell";
      element.append(cell);
    }
    return element;
  };

  return {
    head,
    forget() {
      shown.clear();
      columns = "";
    },
    draw(first, last, base, left, right) {
      const now = `${left}-${right}`;
      if (now !== columns) {
        columns = now;
        drawHead(left, right);
        body.replaceChildren();
        shown.clear();
      }
      const free: HTMLElement[] = [];
      for (const [at, element] of shown) {
        if (at >= first && at < last) continue;
        shown.delete(at);
        free.push(element);
      }
      let above: Element | null = null;
      for (let at = first; at < last; at++) {
        let element = shown.get(at);
        if (!element) {
          element = free.pop() ?? createRow(left, right);
          fillRow(element, at, left);
          shown.set(at, element);
        }
        // In visual order, for screen readers.
        const next: Element | null = above ? above.nextElementSibling : body.firstElementChild;
        if (next !== element) body.insertBefore(element, next);
        above = element;
        const top = `${(at - base) * ROW_PX}px`;
        if (element.style.top !== top) element.style.top = top;
      }
      for (const element of free) element.remove();
    },
  };
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** → the cell that a key leads to; `undefined`: none. */
export function goal(event: KeyboardEvent, at: Cell, rows: number, columns: number, page: number): Cell | undefined {
  const { key, altKey } = event;
  const far = event.ctrlKey || event.metaKey;
  let { row, column } = at;
  if (altKey) return undefined;
  if (key === "ArrowDown") row = far ? rows - 1 : row + 1;
  else if (key === "ArrowUp") row = far ? 0 : row - 1;
  else if (key === "ArrowRight") column = far ? columns - 1 : column + 1;
  else if (key === "ArrowLeft") column = far ? 0 : column - 1;
  else if (key === "PageDown") row += page;
  else if (key === "PageUp") row = Math.max(0, row - page);
  else if (key === "Home") [row, column] = [far ? 0 : row, 0];
  else if (key === "End") [row, column] = [far ? rows - 1 : row, columns - 1];
  else return undefined;
  return { row: Math.max(-1, Math.min(rows - 1, row)), column: Math.max(0, Math.min(columns - 1, column)) };
}
