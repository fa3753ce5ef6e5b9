/** Tabular data resources: https://specs.frictionlessdata.io/tabular-data-resource/, as pandas and nteract write them. */

import { type Column, keyOf, type Kind, kindOf, sample, type Table } from "../../shared/table.ts";

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
/** Rows that are sampled for column names if there is no schema. */
const SAMPLED_ROWS = 1000;

const textOf = (value: unknown): string | undefined =>
  value === null || value === undefined ? undefined : typeof value === "object" ? JSON.stringify(value) : `${value}`;

/** @throws Error naming what is missing */
export function readResource(given: unknown): Table {
  const resource = typeof given === "string" ? (JSON.parse(given) as unknown) : given;
  const { data, schema } = (resource ?? {}) as { data?: unknown; schema?: { fields?: unknown } };
  if (!Array.isArray(data)) throw new Error("A data resource needs `data`, a list of rows");
  const fields: Field[] = Array.isArray(schema?.fields) ? (schema.fields as Field[]) : [];
  if (!fields.length) {
    const names = new Set<string>();
    for (const row of data.slice(0, SAMPLED_ROWS))
      for (const name of Object.keys(Object(row) as object)) names.add(name);
    for (const name of names) fields.push({ name });
  }
  const columns = fields.map((field, index): Column => {
    const { name, type } = Object(field) as Field;
    const title = textOf(name) ?? `${index + 1}`;
    const value = (row: number): unknown => {
      const record = data[row] as unknown;
      if (Array.isArray(record)) return record[index] as unknown;
      const found = Object(record) as Record<string, unknown>;
      return Object.hasOwn(found, title) ? found[title] : undefined;
    };
    const text = (row: number): string | undefined => textOf(value(row));
    const known = Object.hasOwn(KINDS, `${type}`) ? KINDS[`${type}`] : undefined;
    return {
      name: title,
      kind: known ?? (type === "string" ? "text" : kindOf([...sample(data.length, 200)].map((row) => text(row)))),
      text,
      key(row) {
        const found = value(row);
        return typeof found === "number" ? found : keyOf(textOf(found), this.kind);
      },
    };
  });
  return { columns, rows: data.length };
}
