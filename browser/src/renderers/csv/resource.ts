/** Tabular data resources: https://specs.frictionlessdata.io/tabular-data-resource/, as pandas and nteract write them. */

import { jsonText } from "../../shared/json-text.ts";
import { TABLE_MAX_COLUMNS } from "../../shared/spec.ts";
import {
  type Column,
  keyOf,
  type Kind,
  kindOf,
  MAX_KEY_UNITS,
  sample,
  sampleSize,
  type Table,
} from "../../shared/table.ts";

interface Field {
  name?: unknown;
  type?: unknown;
}

const KINDS: Record<string, Kind> = {
  integer: "number",
  number: "number",
  year: "number",
  boolean: "boolean",
  datetime: "date",
  date: "date",
};
/** Rows that are sampled for column names if there is no schema; cells that are to find the kinds of columns. */
const SAMPLED_ROWS = 1000;
const SAMPLED_CELLS = 50_000;
/** Columns, or names of some, between two pauses. */
const SLICE_COLUMNS = 16;
const SLICE_NAMES = 1024;
/** UTF-16 units of a list or object in a cell. */
const MAX_JSON_UNITS = 1_000_000;

const textOf = (value: unknown, most = MAX_JSON_UNITS): string | undefined =>
  value === null || value === undefined ? undefined : typeof value === "object" ? jsonText(value, most) : `${value}`;

/** UTF-16 units of JSON text whose numbers are read one by one, which takes several times as long. */
const MAX_EXACT_UNITS = 1_000_000;

/** JSON text as a value; numbers that would be written in another way are texts. */
function parse(text: string): unknown {
  const keep = (_: string, value: unknown, about?: { source?: string }): unknown =>
    typeof value === "number" && about?.source && `${value}` !== about.source ? about.source : value;
  try {
    return JSON.parse(text, text.length > MAX_EXACT_UNITS ? undefined : keep);
  } catch (error) {
    // Nested too deeply to be gone through.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

/** @throws Error naming what is missing */
export function* readResource(given: unknown): Generator<void, Table> {
  const resource = typeof given === "string" ? parse(given) : given;
  const { data, schema } = (resource ?? {}) as { data?: unknown; schema?: { fields?: unknown } };
  if (!Array.isArray(data)) throw new Error("A data resource needs `data`, a list of rows");
  const all: Field[] = Array.isArray(schema?.fields) ? (schema.fields as Field[]) : [];
  let omitted = 0;
  if (!all.length) {
    const names = new Set<string>();
    for (const row of data.slice(0, SAMPLED_ROWS)) {
      for (const name of Object.keys(Object(row) as object)) {
        names.add(name);
        if (names.size % SLICE_NAMES === 0) yield;
      }
      yield;
    }
    for (const name of names) {
      all.push({ name });
      if (all.length === TABLE_MAX_COLUMNS) break;
    }
    omitted = names.size - all.length;
  }
  const fields = all.slice(0, TABLE_MAX_COLUMNS);
  omitted += all.length - fields.length;
  const sampled = [...sample(data.length, Math.min(200, sampleSize(fields.length, SAMPLED_CELLS)))];
  const createColumn = (field: Field, index: number): Column => {
    const { name, type } = Object(field) as Field;
    const title = textOf(name) ?? `${index + 1}`;
    const value = (row: number): unknown => {
      const record = data[row] as unknown;
      if (Array.isArray(record)) return record[index] as unknown;
      const found = Object(record) as Record<string, unknown>;
      return Object.hasOwn(found, title) ? found[title] : undefined;
    };
    const text = (row: number, most?: number): string | undefined => textOf(value(row), most);
    const known = Object.hasOwn(KINDS, `${type}`) ? KINDS[`${type}`] : undefined;
    return {
      name: title,
      kind: known ?? (type === "string" ? "text" : kindOf(sampled.map((row) => text(row, MAX_KEY_UNITS)))),
      text,
      key(row) {
        const found = value(row);
        return typeof found === "number" ? found : keyOf(textOf(found, MAX_KEY_UNITS), this.kind);
      },
    };
  };
  const columns: Column[] = [];
  for (const field of fields) {
    columns.push(createColumn(field, columns.length));
    if (columns.length % SLICE_COLUMNS === 0) yield;
  }
  return { columns, rows: data.length, omitted };
}
