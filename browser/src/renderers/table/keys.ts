/** What keys do in the grid: https://www.w3.org/WAI/ARIA/apg/patterns/grid/. The header is row -1. */

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
