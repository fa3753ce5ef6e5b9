/** Fields and their types: https://github.com/apache/arrow/blob/main/format/Schema.fbs. */

import { broken, type Flat } from "./bytes.ts";

/** Numbers of types in the schema. */
export const Type = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  interval: 11,
  list: 12,
  struct: 13,
  union: 14,
  fixedBinary: 15,
  fixedList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  runEnd: 22,
  binaryView: 23,
  utf8View: 24,
  listView: 25,
  largeListView: 26,
} as const;

export interface Field {
  readonly name: string;
  readonly type: number;
  readonly children: readonly Field[];
  /** Bits of a number, bytes of a fixed width, elements of a fixed list. */
  readonly width: number;
  readonly isSigned: boolean;
  /** Unit of times, precision of floats, mode of unions. */
  readonly unit: number;
  readonly scale: number;
  readonly zone: string | undefined;
  /** Of a union: a child's index by its number. */
  readonly codes: ReadonlyMap<number, number>;
  /** The dictionary's number, where values are numbers of its entries; these are of type `index`. */
  readonly dictionary: number | undefined;
  readonly index: Field | undefined;
}

/** Levels of fields in fields. */
const MAX_DEPTH = 64;

const plain = (type: number, width: number, isSigned: boolean): Field => ({
  name: "",
  type,
  width,
  isSigned,
  children: [],
  unit: 0,
  scale: 0,
  zone: undefined,
  codes: new Map(),
  dictionary: undefined,
  index: undefined,
});

const widthOf = (type: number, about: Flat | undefined): number => {
  if (type === Type.int || type === Type.time || type === Type.fixedBinary || type === Type.fixedList)
    return about?.int(type === Type.time ? 1 : 0, 4, type === Type.time ? 32 : 0) ?? 0;
  if (type === Type.decimal) return about?.int(2, 4, 128) ?? 128;
  return 0;
};

/** Where a type stores its unit, and the default. */
const UNITS: Record<number, number> = { [Type.date]: 1, [Type.time]: 1, [Type.duration]: 1 };

export function readField(flat: Flat, level = 0): Field {
  if (level > MAX_DEPTH) broken("its fields are nested too deeply");
  const type = flat.int(2, 1);
  const about = flat.table(3);
  const encoded = flat.table(4);
  const index = encoded?.table(1);
  const given = type === Type.union ? about?.structs(1, 4, (view, at) => view.getInt32(at, true)) : undefined;
  // A union's numbers have one byte.
  const codes = Array.from({ length: Math.min(given?.length ?? 0, 256) }, (_, at) => given!.at(at)!);
  const children = flat.tables(5, (child) => readField(child, level + 1));
  return {
    ...plain(type, widthOf(type, about), (about?.int(1, 1) ?? 0) !== 0),
    name: flat.text(0) ?? "",
    children,
    unit: about?.int(0, 2, UNITS[type] ?? 0) ?? 0,
    scale: type === Type.decimal ? (about?.int(1, 4) ?? 0) : 0,
    zone: type === Type.timestamp ? about?.text(1) : undefined,
    codes: new Map(codes.length ? codes.map((code, at) => [code, at]) : children.map((_, at) => [at, at])),
    dictionary: encoded?.int(0, 8),
    index: encoded && plain(Type.int, index?.int(0, 4, 32) ?? 32, index ? index.int(1, 1) !== 0 : true),
  };
}

/** `null`, number, bigint, boolean, text, bytes, a union's, or a list or record of such. */
export type Value = unknown;

/** A union's value, and which of its types it has. */
export interface Chosen {
  readonly value: Value;
  readonly field: Field;
}
