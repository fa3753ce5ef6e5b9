/** A table in the page: only the cells in view are in it. */

import type { Context } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import { copyText, save } from "../../shared/copy-save.ts";
import { printed, createVirtualList } from "../../shared/virtual-list.ts";
import { createButton, createElement, longText } from "../../shared/dom.ts";
import buttonStyle from "../../shared/button.css";
import panelStyle from "../../shared/panel.css";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { type Cell, goal, createCells, ROW_PX, type Sorting } from "./cells.ts";
import { createWidths } from "./columns.ts";
import { type Table, write } from "../../shared/table.ts";
import { every, filter, sort } from "./order.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";

/** Pixels of the header; rows from which on there is a filter; milliseconds from the last letter until it works. */
const HEAD_PX = 30;
const MAX_UNFILTERED_ROWS = 12;
const INPUT_DELAY_MS = 200;
/** Characters of a text that are shown below the table, too; cells that are copied in one go. */
const MAX_SHORT_UNITS = 40;
const MAX_SYNC_COPY_CELLS = 50_000;
/** Pixels by which a key widens a column. */
const RESIZE_STEP_PX = 16;

let count = 0;

export interface View {
  /** Call when more rows, or all, were read. */
  grow(): void;
}

function columnsOf({ columns: { length }, omitted }: Table, translate: Context["translate"]): string {
  const said = translate(messages.columns, { n: length });
  return omitted ? `${said}, ${translate(messages.columns_omitted, { n: omitted })}` : said;
}

const notes = ({ comments = "" }: Table): HTMLElement => createElement("div", "data-comments", comments);

export function createView(table: Table, context: Context): View {
  const { translate } = context;
  const id = `backendai-table-${++count}-`;
  const body = createElement("div", "data-body");
  const space = createElement("div", "data-space", body);
  const status = createElement("span", "data-status");
  const detail = createElement("div", "data-detail");
  let widths = createWidths(table);
  /** The visible rows in order; `undefined` for all rows in source order. */
  let order: Uint32Array | undefined;
  let sorting: Sorting | undefined;
  let query = "";
  let version = 0;
  let focus: Cell | undefined;
  /** The other corner of the selection. */
  let anchor: Cell | undefined;

  const total = (): number => order?.length ?? table.rows;
  const rowAt = (place: number): number => order?.[place] ?? place;
  const between = (at: number, a: number, b: number): boolean => at >= Math.min(a, b) && at <= Math.max(a, b);
  const cells = createCells(id, body, table, {
    get widths() {
      return widths;
    },
    get sorting() {
      return sorting;
    },
    row: rowAt,
    isSelected: (row, column) =>
      !!focus && !!anchor && between(row, focus.row, anchor.row) && between(column, focus.column, anchor.column),
  });
  const list = createElement("div", "data-list backendai-table-list", cells.head, space);

  const rows = createVirtualList(
    { list, space, body, row: ROW_PX, head: HEAD_PX, step: 1000 },
    total,
    (first, last, base) => {
      const wide = widths.edges.at(-1)!;
      // First: the list is as wide as what is in it, if there is room.
      space.style.width = cells.head.style.width = `${wide}px`;
      const left = widths.at(rows.left());
      const right = wide && widths.at(rows.left() + rows.width()) + 1;
      cells.draw(first, last, base, left, right);
      const active = focus && `${id}${focus.row}_${focus.column}`;
      if (active && list.querySelector(`#${CSS.escape(active)}`)) list.setAttribute("aria-activedescendant", active);
      else list.removeAttribute("aria-activedescendant");
    },
    context.signal,
  );
  const repaint = (): void => {
    cells.forget();
    rows.paint();
  };
  const say = (): void => {
    const rows = translate(query ? messages.rows_of : messages.rows, { n: total(), m: table.rows });
    status.textContent = `${rows}, ${columnsOf(table, translate)}`;
    list.ariaRowCount = `${total() + 1}`;
    list.ariaColCount = `${table.columns.length}`;
  };

  const compute = (): void => {
    const call = ++version;
    const { columns } = table;
    list.ariaBusy = "true";
    function* work(): Generator<void, Uint32Array | undefined> {
      if (!query && !sorting) return undefined;
      const rows = yield* query ? filter(table, query) : every(table.rows);
      return sorting ? yield* sort(rows, columns[sorting.column]!, sorting.isDown) : rows;
    }
    void runInTimeSlices(context, work(), () => call !== version).then((rows) => {
      order = rows;
      list.ariaBusy = "false";
      say();
      repaint();
    });
  };
  const sortBy = (column: number): void => {
    const isSame = sorting?.column === column;
    sorting = isSame && sorting!.isDown ? undefined : { column, isDown: isSame };
    repaint();
    compute();
  };

  const select = (cell: Cell, extend = false): void => {
    focus = cell;
    if (!extend || !anchor || cell.row < 0) anchor = cell;
    const { edges } = widths;
    const [from, to] = [edges[cell.column]!, edges[cell.column + 1]!];
    if (from < list.scrollLeft) list.scrollLeft = from;
    else if (to > list.scrollLeft + list.clientWidth) list.scrollLeft = Math.min(from, to - list.clientWidth);
    if (cell.row >= 0) rows.reveal(cell.row);
    repaint();
    const value = cell.row < 0 ? undefined : table.columns[cell.column]!.text(rowAt(cell.row));
    const isLong = value !== undefined && (value.length > MAX_SHORT_UNITS || value.includes("\n"));
    detail.hidden = !isLong;
    if (isLong) detail.replaceChildren(longText(value));
  };

  /** The selection, or all rows, as lines. */
  const lines = (delimiter: string, isAll: boolean): Generator<string, void> => {
    if (isAll || !focus || !anchor) return write(table.columns, 0, total(), rowAt, delimiter, true);
    const [left, right] = [focus.column, anchor.column].sort((a, b) => a - b) as [number, number];
    const [top, bottom] = [focus.row, anchor.row].sort((a, b) => a - b) as [number, number];
    return write(table.columns.slice(left, right + 1), Math.max(0, top), bottom + 1, rowAt, delimiter, top < 0);
  };
  const size = (): number =>
    focus && anchor ? (Math.abs(focus.row - anchor.row) + 1) * (Math.abs(focus.column - anchor.column) + 1) : 0;
  const gather = async (from: Generator<string, void>): Promise<string[]> => {
    const parts: string[] = [];
    function* work(): Generator<void, void> {
      for (const line of from) {
        parts.push(line);
        yield;
      }
    }
    await runInTimeSlices(context, work(), () => false);
    return parts;
  };
  const copying = createButton("button", translate(messages.copy), () => {
    const copied = gather(lines("\t", size() < 2)).then((parts) => parts.join(""));
    void copyText(copied).then((ok) => (copying.textContent = translate(ok ? messages.copied : messages.copy)));
  });
  const saving = createButton("button", translate(messages.save_csv), () => {
    void gather(lines(",", true)).then((parts) => save("table.csv", new Blob(parts)));
  });

  const cellOf = (target: EventTarget | null): Cell | undefined => {
    const element = (target as Element).closest<HTMLElement>(".backendai-table-cell");
    const [row, column] = element?.id.slice(id.length).match(/-?\d+/g) ?? [];
    return column === undefined ? undefined : { row: Number(row), column: Number(column) };
  };
  const resize = (column: number, width: number): void => {
    widths.set(column, width);
    repaint();
  };
  list.onpointerdown = (event) => {
    const cell = cellOf(event.target);
    if (!cell || event.button) return;
    if ((event.target as Element).matches(".backendai-table-edge")) {
      const start = widths.edges[cell.column + 1]! - widths.edges[cell.column]! - event.clientX;
      list.setPointerCapture(event.pointerId);
      list.onpointermove = (move) => resize(cell.column, start + move.clientX);
    } else if (cell.row >= 0) {
      select(cell, event.shiftKey);
      list.onpointermove = (move) => {
        const to = cellOf(move.target);
        if (to && to.row >= 0 && (to.row !== focus?.row || to.column !== focus.column)) select(to, true);
      };
    }
  };
  list.onpointerup = list.onpointercancel = () => (list.onpointermove = null);
  list.onclick = ({ target }) => {
    const cell = cellOf(target);
    if (cell && cell.row < 0 && !(target as Element).matches(".backendai-table-edge")) {
      focus = anchor = cell;
      sortBy(cell.column);
    }
  };
  list.onkeydown = (event) => {
    const { key } = event;
    const at = focus ?? { row: -1, column: 0 };
    const isHead = at.row < 0;
    if (isHead && event.shiftKey && /^Arrow(Left|Right)$/.test(key)) {
      const width = widths.edges[at.column + 1]! - widths.edges[at.column]!;
      resize(at.column, width + (key === "ArrowLeft" ? -RESIZE_STEP_PX : RESIZE_STEP_PX));
    } else if (isHead && focus && (key === "Enter" || key === " ")) sortBy(at.column);
    else if (key === "a" && (event.ctrlKey || event.metaKey)) {
      anchor = { row: 0, column: 0 };
      focus = { row: total() - 1, column: table.columns.length - 1 };
      repaint();
    } else {
      const to = goal(event, at, total(), table.columns.length, rows.pageSize());
      if (!to) return;
      select(to, event.shiftKey);
    }
    event.preventDefault();
  };
  list.oncopy = (event) => {
    if (!size()) return;
    event.preventDefault();
    const done = (): string => (status.textContent = translate(messages.cells_copied, { n: size() }));
    if (size() > MAX_SYNC_COPY_CELLS)
      void copyText(gather(lines("\t", false)).then((parts) => parts.join(""))).then(done);
    else {
      event.clipboardData?.setData("text/plain", [...lines("\t", false)].join("").replace(/\n$/, ""));
      done();
    }
  };

  const frame = createElement("div", "data backendai-data-frame backendai-table", notes(table));
  const dress = (): void => {
    if (table.rows <= MAX_UNFILTERED_ROWS || frame.firstElementChild?.matches(".backendai-data-bar")) return;
    const input = createElement("input", "table-filter");
    let timer: ReturnType<typeof setTimeout> | undefined;
    input.type = "search";
    input.placeholder = input.ariaLabel = translate(messages.filter);
    input.title = `${table.columns[0]?.name.slice(0, 40) ?? "a"}:… ${table.columns.at(-1)?.name.slice(0, 40) ?? "b"}>…`;
    input.oninput = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        query = input.value.trim();
        list.scrollTop = 0;
        focus = anchor = undefined;
        compute();
      }, INPUT_DELAY_MS);
    };
    frame.prepend(createElement("div", "data-bar", input));
  };

  list.tabIndex = 0;
  list.role = "grid";
  list.ariaLabel = context.type;
  list.ariaMultiSelectable = "true";
  space.role = "rowgroup";
  body.role = "presentation";
  status.role = "status";
  detail.hidden = true;
  context.style(theme);
  context.style(buttonStyle);
  context.style(panelStyle);
  context.style(css);
  frame.append(list, detail, createElement("div", "data-bar backendai-data-foot", status, copying, saving));
  dress();
  context.host.append(frame);
  printed(frame, context, (paper, most) => paper.tableOf({ table, count: total, row: rowAt }, translate, most));
  say();
  rows.paint();

  return {
    grow() {
      if (!widths.edges[table.columns.length]) widths = createWidths(table);
      dress();
      if (query || sorting) compute();
      say();
      repaint();
    },
  };
}
