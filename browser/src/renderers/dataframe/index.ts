/** Tables that pandas and polars wrote as HTML, after they were sanitised: sorted by their headers, copied, saved. */

import type { Context } from "../../backendai-media.d.ts";
import { copyText, save } from "../../shared/copy-save.ts";
import buttonStyle from "../../shared/button.css";
import { createButton, createElement, sheetsFor } from "../../shared/dom.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { type Column, type Key, keyOf, kindOf, write } from "../../shared/table.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";

const sheet = new CSSStyleSheet();
sheet.replaceSync(buttonStyle + css);

/** What pandas, its Styler and polars make. */
const TABLES = "table.dataframe, table[id^='T_']";

const textOf = (cell: Element | undefined): string | undefined => cell?.textContent.trim();

/** Cells by row and column; a cell that spans several is in the first of them. */
function spread(rows: HTMLTableRowElement[]): (HTMLTableCellElement | undefined)[][] {
  const grid = rows.map((): (HTMLTableCellElement | undefined)[] => []);
  rows.forEach(({ cells }, y) => {
    let x = 0;
    for (const cell of cells) {
      while (x in grid[y]!) x++;
      for (let down = 0; down < Math.min(Math.max(1, cell.rowSpan), rows.length - y); down++)
        for (let right = 0; right < Math.min(cell.colSpan, 1000); right++)
          grid[y + down]![x + right] = down + right ? undefined : cell;
    }
  });
  return grid;
}

const isSpanning = (cell: HTMLTableCellElement): boolean => cell.colSpan > 1 || cell.rowSpan > 1;

/** The table as columns of text, the header's last line naming them. */
function columnsOf(table: HTMLTableElement, rows: HTMLTableRowElement[]): Column[] {
  const head = spread([...(table.tHead?.rows ?? [])]);
  const cells = spread(rows);
  const width = [...head, ...cells].reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: width }, (_, index) => ({
    name: head
      .map((row) => textOf(row[index]))
      .filter(Boolean)
      .join(" "),
    kind: "text",
    text: (row) => textOf(cells[row]![index]),
    key: () => undefined,
  }));
}

/** Numbers with commas in them, and percentages, too. */
const plain = (text: string | undefined): string | undefined =>
  text?.replace(/^[-+]?[\d,]+(\.\d+)?\s*%?$/, (number) => number.replace(/[,%\s]/g, ""));

/** Makes the header's cells sort the body, where each belongs to one column, and nothing is left out of the rows. */
function* createSortable(table: HTMLTableElement, body: HTMLTableSectionElement): Generator<void> {
  const rows = [...body.rows];
  const head = [...(table.tHead?.rows ?? [])];
  if (!head[0] || rows.length < 2) return;
  for (const { cells } of rows) {
    yield;
    if ([...cells].every((cell) => /^(\.\.\.|…)?$/.test(textOf(cell)!))) return;
  }
  for (const { cells } of [...head, ...rows]) {
    yield;
    if ([...cells].some(isSpanning)) return;
  }
  let sorted: HTMLTableCellElement | undefined;

  const sort = (cell: HTMLTableCellElement): void => {
    const order = sorted !== cell ? "ascending" : cell.ariaSort === "ascending" ? "descending" : "none";
    const texts = rows.map(({ cells }) => plain(textOf(cells[cell.cellIndex])));
    const kind = kindOf(texts);
    const keys: Key[] = texts.map((text) => keyOf(text, kind));
    const places = rows.map((_, i) => i);
    const sign = order === "descending" ? -1 : 1;
    const rank = (key: Key): number => (key === undefined ? 2 : typeof key === "string" ? 1 : 0);
    if (order !== "none")
      places.sort((a, b) => {
        const [one, other] = [keys[a], keys[b]];
        if (rank(one) !== rank(other)) return rank(one) - rank(other);
        return one! < other! ? -sign : one! > other! ? sign : 0;
      });
    if (sorted) sorted.ariaSort = "none";
    sorted = order === "none" ? undefined : cell;
    cell.ariaSort = order;
    body.append(...places.map((place) => rows[place]!));
  };
  for (const cell of head.flatMap((row) => [...row.cells])) {
    yield;
    if (cell.localName !== "th" || !textOf(cell)) continue;
    cell.tabIndex = 0;
    cell.ariaSort = "none";
    cell.classList.add("backendai-sorts");
    cell.onclick = () => sort(cell);
    cell.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort(cell);
    };
  }
}

/** Tables that are enhanced already: calls may repeat. */
const enhanced = new WeakSet<HTMLTableElement>();

/** Finds such tables in a sanitised HTML output, and makes them sortable and copyable; in slices. */
export const enhance = (root: ShadowRoot, context: Context): void => void runInTimeSlices(context, each(root, context));

function* each(root: ShadowRoot, { translate }: Context): Generator<void> {
  for (const table of root.querySelectorAll<HTMLTableElement>(TABLES)) {
    yield;
    const [body] = table.tBodies;
    if (!body || table.tBodies.length > 1 || enhanced.has(table)) continue;
    enhanced.add(table);
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(...sheetsFor(root, [sheet]));
    yield* createSortable(table, body);
    table.tHead?.classList.add("backendai-stays");
    // The corner above the index is the header of nothing.
    for (const cell of table.querySelectorAll("thead th")) if (!textOf(cell)) cell.role ??= "cell";
    const lines = (delimiter: string): string => {
      const rows = [...body.rows, ...(table.tFoot?.rows ?? [])];
      return [...write(columnsOf(table, rows), 0, rows.length, (row) => row, delimiter, !!table.tHead)].join("");
    };
    const copying = createButton(
      "button",
      translate(messages.copy),
      () =>
        void copyText(lines("\t")).then(
          (ok) => (copying.textContent = translate(ok ? messages.copied : messages.copy)),
        ),
    );
    const saving = createButton("button", translate(messages.save_csv), () => save("table.csv", lines(",")));
    table.after(createElement("div", "data-bar", copying, saving));
  }
}
