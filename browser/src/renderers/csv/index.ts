/**
 * CSV (RFC 4180) and TSV of any size. Only the places of rows are stored; a row's cells are parsed when they are needed.
 * Lenient: any line ends, rows of any length, quotation marks within a field.
 */

import { TABLE_MAX_COLUMNS } from "../../shared/spec.ts";
import { countMore, HEAD_COLUMNS, HEAD_ROWS, haveNames, isGrouped, type Shape } from "./head.ts";
import { type Column, type Csv, keyOf, kindOf, MAX_KEY_UNITS, sample, sampleSize } from "../../shared/table.ts";

const QUOTE = 34;
const LF = 10;
const CR = 13;
export { readResource } from "./resource.ts";

/** UTF-16 units that are read between two pauses. */
const SLICE_UNITS = 65_536;
/** UTF-16 units of a column's name with quotes in it. */
const MAX_NAME_UNITS = 10_000;
/** Columns between two pauses. */
const SLICE_COLUMNS = 32;
/** Rows whose cells are cached; cells that are sampled to find the kinds of columns. */
const CACHED_ROWS = 256;
const SAMPLED_CELLS = 50_000;

/** A field's text, or one that has doubled quotes still: to halve very many takes long, and often its beginning is enough. */
type Field = string | { readonly doubled: string; readonly rest: string };

const textOf = (field: Field | undefined, most: number): string | undefined =>
  typeof field === "object" ? field.doubled.slice(0, 2 * most + 1).replaceAll('""', '"') + field.rest : field;

/** What is before rows: a byte order mark, and a line that names the delimiter. */
const START = /^\uFEFF?(?:sep=([^"\r\n])\r?\n)?/;
const QUOTED = /"[^"]*"/g;

/** The comments at the beginning, if anything follows: lines with `#`, within the first slice. */
function commentsOf(text: string, begin: number): string {
  const head = text.slice(begin, begin + SLICE_UNITS);
  const [comments] = /^(?:#[^\r\n]*[\r\n]+)*/.exec(head)!;
  return comments.length < head.length ? comments : "";
}

/** Where rows begin. The last comment is one of them if it has as many cells as the row below, whose columns it names. */
function startOf(text: string, delimiter: string): number {
  const begin = START.exec(text)![0].length;
  const comments = commentsOf(text, begin);
  const end = begin + comments.length;
  const lines = comments.trimEnd();
  const last = begin + Math.max(lines.lastIndexOf("\n"), lines.lastIndexOf("\r")) + 1;
  const count = (from: number): number => {
    const [line] = text.slice(from, from + SLICE_UNITS).split(/[\r\n]/, 1) as [string];
    return line.replace(QUOTED, "").split(delimiter).length;
  };
  const cells = count(last);
  return cells > 1 && cells === count(end) ? last : end;
}

/** The mark that divides the first lines into most columns, equally. */
export function sniff(text: string): string {
  const [{ length: begin }, named] = START.exec(text)!;
  if (named) return named;
  const from = begin + commentsOf(text, begin).length;
  const lines = text
    .slice(from, from + SLICE_UNITS)
    .replace(QUOTED, "")
    .split(/\r\n?|\n/)
    .filter(Boolean)
    .slice(0, 20);
  const score = (mark: string): number => {
    const counts = lines.map((line) => line.split(mark).length);
    return counts[0]! > 1 ? counts[0]! * counts.filter((count) => count === counts[0]).length : 0;
  };
  return [",", ";", "\t", "|"].reduce((best, mark) => (score(mark) > score(best) ? mark : best));
}

export function createCsv(text: string, delimiter: string, hasHeader?: boolean): Csv {
  const mark = delimiter.charCodeAt(0);
  const isOpen = (end: number): boolean =>
    text[end - 1] === delimiter || text.slice(Math.max(0, end - 3), end) === `${delimiter}""`;
  const begin = startOf(text, delimiter);
  /** Where each row begins and ends, in turn. */
  let places = new Uint32Array(2048);
  let count = 0;
  let widest = 0;
  /** What the first rows have; how many of them name the columns, and whether others begin with names of their own. */
  const shapes: Shape[] = [];
  let header = 0;
  let hasRowNames = false;
  const kept = new Map<number, { cells: Field[]; at: number; end: number }>();

  function* read(): Generator<void, void> {
    let at = begin;
    let pause = at + SLICE_UNITS;
    while (at < text.length) {
      const start = at;
      let columns = 1;
      for (let isNew = true; ;) {
        if (isNew && text.charCodeAt(at) === QUOTE) {
          for (at++; ; at += 2) {
            at = text.indexOf('"', at);
            if (at < 0 || text.charCodeAt(at + 1) !== QUOTE) break;
            if (at < pause) continue;
            pause = at + SLICE_UNITS;
            yield;
          }
          at = at < 0 ? text.length : at + 1;
        }
        isNew = false;
        let code = 0;
        for (const end = Math.min(text.length, pause); at < end; at++) {
          code = text.charCodeAt(at);
          if (code === mark || code === LF || code === CR) break;
        }
        if (at >= pause && at < text.length) {
          pause = at + SLICE_UNITS;
          yield;
        } else if (at < text.length && code === mark) {
          isNew = true;
          columns++;
          at++;
        } else break;
      }
      // An empty line is a row only if there is one column.
      if (at > start || widest === 1) {
        if (2 * count === places.length) {
          const more = new Uint32Array(2 * places.length);
          more.set(places);
          places = more;
        }
        places[2 * count] = start;
        places[2 * count++ + 1] = at;
        widest = Math.max(widest, columns);
        if (count <= HEAD_ROWS) shapes.push({ width: columns, isOpen: isOpen(at) });
        csv.rows = count - header;
      }
      if (text.charCodeAt(at) === CR) at++;
      if (text.charCodeAt(at) === LF) at++;
    }
  }

  /** Reads a field of a row. */
  const field = (row: { at: number; end: number }): Field => {
    const { end } = row;
    let { at } = row;
    let value = "";
    let doubled: string | undefined;
    if (text.charCodeAt(at) === QUOTE) {
      const open = ++at;
      let isDoubled = false;
      for (; at < end; at++) {
        if (text.charCodeAt(at) !== QUOTE) continue;
        if (text.charCodeAt(at + 1) !== QUOTE || at + 1 >= end) break;
        isDoubled = true;
        at++;
      }
      value = text.slice(open, Math.min(at, end));
      at++;
      if (isDoubled) doubled = value;
    }
    const from = Math.min(at, end);
    for (at = from; at < end; at++) if (text.charCodeAt(at) === mark) break;
    row.at = at + 1;
    const rest = text.slice(from, at);
    return doubled === undefined ? value + rest : { doubled, rest };
  };

  /** A cell; `undefined` where its row is shorter. */
  const cell = (row: number, column: number): Field | undefined => {
    let found = kept.get(row);
    if (!found) {
      if (kept.size > CACHED_ROWS) kept.clear();
      kept.set(row, (found = { cells: [], at: places[2 * row]!, end: places[2 * row + 1]! }));
    }
    const { cells } = found;
    while (cells.length <= column && found.at <= found.end) cells.push(field(found));
    return cells[column];
  };
  /** The same for a single access, without the cache. */
  const pass = { at: 0, end: 0 };
  const glance = (row: number, column: number): Field | undefined => {
    pass.at = places[2 * row]!;
    pass.end = places[2 * row + 1]!;
    for (let i = 0; pass.at <= pass.end; i++) {
      const value = field(pass);
      if (i === column) return value;
    }
    return undefined;
  };

  const name = (index: number): string => {
    const at = index - Number(hasRowNames);
    const parts = Array.from({ length: at < 0 ? 0 : header }, (_, row) => textOf(cell(row, at), MAX_NAME_UNITS));
    return parts.filter(Boolean).join(" / ");
  };
  const createColumn = (index: number): Column => ({
    name: header ? name(index) : `${index + 1}`,
    kind: "text",
    text: (row, most = Infinity) => textOf(cell(row + header, index), most),
    key(row) {
      return keyOf(textOf(glance(row + header, index), MAX_KEY_UNITS), this.kind);
    },
  });

  const csv: Csv = {
    columns: [],
    rows: 0,
    comments: text.slice(0, begin).replace(START, "").trim().slice(0, MAX_NAME_UNITS),
    read,
    line(row) {
      const at = 2 * (row + header);
      return text.slice(places[at]!, places[at + 1]!).replaceAll('""', '"');
    },
    *settle() {
      const { columns } = csv;
      const width = Math.min(widest, TABLE_MAX_COLUMNS);
      if (!columns.length && count) {
        cell(0, width - 1);
        const names = kept.get(0)!.cells.map((one) => textOf(one, MAX_KEY_UNITS));
        if (hasHeader ?? names.some((one) => kindOf([one]) === "text")) {
          header = 1;
          const wide = Math.min(names.length, HEAD_COLUMNS);
          if (hasHeader === undefined && isGrouped(names.slice(0, wide)))
            header += countMore(
              Array.from({ length: Math.min(count, HEAD_ROWS) - 1 }, (_, row) =>
                Array.from({ length: wide }, (_, at) => textOf(cell(row + 1, at), MAX_KEY_UNITS)),
              ),
            );
          hasRowNames = haveNames(names.length, shapes.slice(header));
        }
        csv.rows = count - header;
      }
      while (columns.length < width) {
        columns.push(createColumn(columns.length));
        if (columns.length % SLICE_COLUMNS === 0) yield;
      }
      csv.omitted = widest - width;
      const rows = [...sample(csv.rows, sampleSize(width, SAMPLED_CELLS))];
      for (const [at, column] of columns.entries()) {
        column.kind = kindOf(rows.map((row) => column.text(row, MAX_KEY_UNITS)));
        if (at % SLICE_COLUMNS === 0) yield;
      }
    },
  };
  return csv;
}
