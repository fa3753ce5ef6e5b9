/** A table of data as an element that is whole, of parts that are no wider than paper. */

import type { Translate } from "../../backendai-media.d.ts";
import type { Rows } from "../../shared/chunk-interfaces.ts";
import { createElement } from "../../shared/dom.ts";
import type { Column } from "../../shared/table.ts";
import * as messages from "../../shared/messages.ts";

/** CSS pixels of a line on A4 and Letter, within usual margins. */
export const PAPER_PX = 660;
/** The part of a line that repeated columns may take. */
const MAX_REPEATED = 1 / 3;

/** Columns of each part of a table, by their widths; the first `repeated` ones stand in each, unless they are wide. */
export function divide(widths: readonly number[], repeated: number): number[][] {
  const first = widths.slice(0, repeated).map((_, place) => place);
  const taken = first.reduce((sum, place) => sum + widths[place]!, 0);
  const again = taken <= PAPER_PX * MAX_REPEATED ? first : [];
  const parts: number[][] = [];
  let part: number[] = [];
  let left = PAPER_PX;
  widths.forEach((width, place) => {
    if (width > left && part.length > (parts.length ? again.length : 0)) {
      parts.push(part);
      part = [...again];
      left = PAPER_PX - (again.length && taken);
    }
    part.push(place);
    left -= width;
  });
  return [...parts, part];
}

const MAX_ROWS = 10_000;
const MAX_COLUMNS = 1_000;
/** UTF-16 units of a cell's text. */
const MAX_CELL_UNITS = 2_000;
/** Rows that are measured; units of a text behind which it is broken; approximate pixels of a unit and around a text. */
const MEASURED_ROWS = 100;
const MAX_LINE_UNITS = 40;
const UNIT_PX = 7;
const PADDING_PX = 14;

/** Units of the longest of the words. */
const longestWord = (text: string): number =>
  Math.max(
    ...text
      .slice(0, 200)
      .split(/[\s_-]/)
      .map((it) => it.length),
  );

function widthOf({ name, text }: Column, { row }: Rows, count: number): number {
  let units = longestWord(name);
  for (let place = 0; place < Math.min(count, MEASURED_ROWS); place++)
    units = Math.max(units, text(row(place), MAX_LINE_UNITS)?.length ?? 4);
  return Math.min(units, MAX_LINE_UNITS) * UNIT_PX + PADDING_PX;
}

const shorten = (text: string): string => (text.length > MAX_CELL_UNITS ? `${text.slice(0, MAX_CELL_UNITS)}…` : text);

function part(given: readonly Column[], isAgain: boolean, { row }: Rows, count: number): HTMLTableElement {
  const cellOf = (tag: "th" | "td", place: number, text: string, kind: string): HTMLElement => {
    const cell = createElement(tag, isAgain && !place ? "whole-again" : "", shorten(text));
    cell.dataset["kind"] = kind;
    return cell;
  };
  const head = given.map(({ name, kind }, place) => {
    const cell = cellOf("th", place, name, kind) as HTMLTableCellElement;
    cell.scope = "col";
    return cell;
  });
  const body = createElement("tbody");
  for (let at = 0; at < count; at++) {
    const from = row(at);
    const cells = given.map(({ text, kind }, place) => {
      const value = text(from, MAX_CELL_UNITS + 1);
      return cellOf("td", place, value ?? "null", value === undefined ? "null" : kind);
    });
    body.append(createElement("tr", "", ...cells));
  }
  return createElement("table", "", createElement("thead", "", createElement("tr", "", ...head)), body);
}

export function tableOf(rows: Rows, translate: Translate, most: number): HTMLElement {
  const { table, count } = rows;
  const columns = table.columns.slice(0, MAX_COLUMNS);
  const omitted = table.columns.length - columns.length + (table.omitted ?? 0);
  const all = count();
  const shown = Math.min(all, MAX_ROWS, Math.max(1, Math.floor(most / (columns.length + 1))));
  const widths = columns.map((column) => widthOf(column, rows, shown));
  const parts = divide(widths, 1).map((places, index) =>
    part(
      places.map((place) => columns[place]!),
      index > 0 && places[0] === 0,
      rows,
      shown,
    ),
  );
  const said = [
    translate(shown < all ? messages.rows_of : messages.rows, { n: shown, m: all }),
    translate(messages.columns, { n: columns.length }),
  ];
  if (omitted) said.push(translate(messages.columns_omitted, { n: omitted }));
  const notes = table.comments ? [createElement("div", "whole-note whole-comments", table.comments)] : [];
  const scrolls = createElement("div", "whole-tables", ...parts);
  return createElement("div", "whole", ...notes, scrolls, createElement("div", "whole-note", said.join(", ")));
}
