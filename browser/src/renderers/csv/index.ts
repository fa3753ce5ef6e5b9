/**
 * CSV (RFC 4180) and TSV of any size. Only the places of rows are stored; a row's cells are parsed when they are needed.
 * Lenient: any line ends, rows of any length, quotation marks within a field.
 */

import { TABLE_MAX_COLUMNS } from "../../shared/spec.ts";
import { type Column, type Csv, keyOf, kindOf, sample, sampleSize } from "../../shared/table.ts";

const QUOTE = 34;
const LF = 10;
const CR = 13;
/** UTF-16 units that are read between two pauses. */
const SLICE_UNITS = 65_536;
/** Rows whose cells are cached; cells that are sampled to find the kinds of columns. */
const CACHED_ROWS = 256;
const SAMPLED_CELLS = 50_000;

/** The mark that divides the first lines into most columns, equally. */
export function sniff(text: string): string {
  const named = /^\uFEFF?sep=([^"\r\n])\r?\n/.exec(text);
  if (named) return named[1]!;
  const lines = text
    .slice(0, SLICE_UNITS)
    .replace(/"[^"]*"/g, "")
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
  const begin = /^\uFEFF?(sep=[^"\r\n]\r?\n)?/.exec(text)![0].length;
  /** Where each row begins and ends, in turn. */
  let places = new Uint32Array(2048);
  let count = 0;
  let widest = 0;
  /** 1 if the first row names the columns, known once it is read; else 0. */
  let header = 0;
  const kept = new Map<number, { cells: string[]; at: number; end: number }>();

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
        csv.rows = count - header;
      }
      if (text.charCodeAt(at) === CR) at++;
      if (text.charCodeAt(at) === LF) at++;
    }
  }

  /** Reads a field of a row. */
  const field = (row: { at: number; end: number }): string => {
    const { end } = row;
    let { at } = row;
    let value = "";
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
      if (isDoubled) value = value.replaceAll('""', '"');
      at++;
    }
    const from = Math.min(at, end);
    for (at = from; at < end; at++) if (text.charCodeAt(at) === mark) break;
    row.at = at + 1;
    return value + text.slice(from, at);
  };

  /** A cell; `undefined` where its row is shorter. */
  const cell = (row: number, column: number): string | undefined => {
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
  const glance = (row: number, column: number): string | undefined => {
    pass.at = places[2 * row]!;
    pass.end = places[2 * row + 1]!;
    for (let i = 0; pass.at <= pass.end; i++) {
      const value = field(pass);
      if (i === column) return value;
    }
    return undefined;
  };

  const createColumn = (index: number): Column => ({
    name: header ? (cell(0, index) ?? "") : `${index + 1}`,
    kind: "text",
    text: (row) => cell(row + header, index),
    key(row) {
      return keyOf(glance(row + header, index), this.kind);
    },
  });

  const csv: Csv = {
    columns: [],
    rows: 0,
    read,
    line(row) {
      const at = 2 * (row + header);
      return text.slice(places[at]!, places[at + 1]!).replaceAll('""', '"');
    },
    settle() {
      const { columns } = csv;
      const width = Math.min(widest, TABLE_MAX_COLUMNS);
      if (!columns.length && count) {
        cell(0, width - 1);
        const isData = kept.get(0)!.cells.every((one) => kindOf([one]) !== "text");
        header = (hasHeader ?? !isData) ? 1 : 0;
        csv.rows = count - header;
      }
      while (columns.length < width) columns.push(createColumn(columns.length));
      csv.omitted = widest - width;
      const rows = [...sample(csv.rows, sampleSize(width, SAMPLED_CELLS))];
      for (const column of columns) column.kind = kindOf(rows.map((row) => column.text(row)));
    },
  };
  return csv;
}
