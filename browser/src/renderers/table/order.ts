/** Which rows are seen, and in what order; worked out in slices. */

import type { Column, Key, Table } from "../../shared/table.ts";
import { searchPattern } from "../../shared/text.ts";

/** Rows that are sorted in one go; keys that are read, and steps, between two pauses. */
const RUN_ROWS = 1024;
const SLICE_KEYS = 16;
const SLICE_STEPS = 4096;

/** Numbers sort before texts. */
const compare = (a: Key, b: Key): number =>
  (typeof a === "string") !== (typeof b === "string")
    ? typeof a === "string"
      ? 1
      : -1
    : a! < b!
      ? -1
      : a! > b!
        ? 1
        : 0;

/** Merges sorted runs of `places` until there is one; stable. */
function* mergeRuns(places: Uint32Array, before: (a: number, b: number) => number): Generator<void, Uint32Array> {
  let from = places;
  let to: Uint32Array = new Uint32Array(places.length);
  let steps = 0;
  for (let size = RUN_ROWS; size < from.length; size *= 2) {
    for (let start = 0; start < from.length; start += 2 * size) {
      const middle = Math.min(start + size, from.length);
      const end = Math.min(start + 2 * size, from.length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        const isLeft = left < middle && (right >= end || before(from[left]!, from[right]!) <= 0);
        to[at] = from[isLeft ? left++ : right++]!;
        if (++steps % SLICE_STEPS === 0) yield;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Sorts rows by a column's values; null and NaN last; stable. */
export function* sort(rows: Uint32Array, column: Column, isDown: boolean): Generator<void, Uint32Array> {
  const numbers = new Float64Array(rows.length);
  const places = new Uint32Array(rows.length);
  const last: number[] = [];
  /** Where not all are numbers. */
  let keys: Key[] | undefined;
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const key = column.key(rows[i]!);
    if (key === undefined || Number.isNaN(key)) last.push(i);
    else {
      if (typeof key === "number") numbers[i] = key;
      else keys ??= Array.from(numbers.subarray(0, i));
      if (keys) keys[i] = key;
      places[count++] = i;
    }
    if (i % SLICE_KEYS === 0) yield;
  }
  const sign = isDown ? -1 : 1;
  const all = keys;
  const before = all
    ? (a: number, b: number) => sign * compare(all[a], all[b])
    : (a: number, b: number) => sign * (numbers[a]! - numbers[b]! || 0);
  const filled = places.subarray(0, count);
  for (let at = 0; at < count; at += RUN_ROWS) {
    filled.subarray(at, at + RUN_ROWS).sort(before);
    yield;
  }
  const sorted = yield* mergeRuns(filled, before);
  const result = new Uint32Array(rows.length);
  for (let i = 0; i < count; i++) {
    result[i] = rows[sorted[i]!]!;
    if (i % 65_536 === 0) yield;
  }
  last.forEach((i, at) => (result[count + at] = rows[i]!));
  return result;
}

/** All rows as they are. */
export function* every(rows: number): Generator<void, Uint32Array> {
  const all = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    all[row] = row;
    if (row % 65_536 === 0) yield;
  }
  return all;
}

type Test = (row: number) => boolean;

/** UTF-16 units of a row that are searched, shared among its columns, and those of each column at least. */
const MAX_ROW_UNITS = 200_000;
const MIN_SEARCHED_UNITS = 250;

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  "=": (a, b) => a === b,
};

/** What a number never has in it. */
const NOT_IN_NUMBERS = /[^-+.,\de]/;

/** A word of a filter: `column:text`, `column>number` and its like, or text that any column holds. */
function testOf(word: string, table: Table): Test {
  const [, name = "", sign = "", wanted = ""] = /^(.+?)(:|[<>]=?|=)(.+)$/.exec(word) ?? [];
  const column = table.columns.find((one) => one.name.toLowerCase() === name);
  const most = Math.max(MIN_SEARCHED_UNITS, Math.floor(MAX_ROW_UNITS / table.columns.length));
  const textOf = (one: Column, row: number): string => one.text(row, most)?.slice(0, most) ?? "";
  if (!column) {
    const columns = table.columns.filter(({ kind }) => kind !== "number" || !NOT_IN_NUMBERS.test(word));
    const pattern = searchPattern(word);
    const holds: Test = (row) => columns.some((one) => pattern.test(textOf(one, row)));
    const { line } = table;
    return line ? (row) => pattern.test(line(row)) && holds(row) : holds;
  }
  const number = Number(wanted);
  const compared = COMPARISONS[sign];
  if (compared && !Number.isNaN(number))
    return (row) => {
      const key = column.key(row);
      return key !== undefined && typeof key !== "string" && compared(Number(key), number);
    };
  return (row) => {
    const text = textOf(column, row).toLowerCase();
    return sign === "=" ? text === wanted : text.includes(wanted);
  };
}

/** Rows that contain all words of `query`; words with spaces are quoted. */
export function* filter(table: Table, query: string): Generator<void, Uint32Array> {
  const words = query.toLowerCase().match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  const tests = words.map((word) => testOf(word.replace(/"/g, ""), table));
  const found = new Uint32Array(table.rows);
  const stride = Math.max(1, Math.min(16, Math.floor(500 / Math.max(1, table.columns.length))));
  let count = 0;
  for (let row = 0; row < found.length; row++) {
    if (tests.every((test) => test(row))) found[count++] = row;
    if (row % stride === 0) yield;
  }
  return found.slice(0, count);
}
