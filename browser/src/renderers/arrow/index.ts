/** Arrow IPC, stream and file: https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc. */

import type { Context } from "../../backendai-media.d.ts";
import { partitionPoint } from "../../shared/search.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import type { Column, Table } from "../../shared/table.ts";
import { broken, decode, type Flat, long, root } from "./bytes.ts";
import { type Field, readField, type Value } from "./schema.ts";
import { keyOf, kindOf, textOf } from "./text.ts";
import { allowance, createValues, type Parts, type Values } from "./values.ts";

/** Kinds of messages, and the oldest version of the format that is read. */
const SCHEMA = 1;
const DICTIONARY = 2;
const BATCH = 3;
const MIN_VERSION = 3;
/** Elements of lists and records in one cell; more are left out. */
const MAX_CELL_ELEMENTS = 10_000;
/** Rows that a table may have whatever its size. */
const MIN_MAX_ROWS = 1_000_000;

/** Several arrays as one. */
function joined(parts: readonly Values[]): Values {
  if (parts.length === 1) return parts[0]!;
  const ends = new Float64Array(parts.length);
  let length = 0;
  parts.forEach((part, i) => (ends[i] = length += part.length));
  let latest = 0;
  return {
    length,
    at(index) {
      const isIn = (part: number): boolean => index < ends[part]! && index >= (part ? ends[part - 1]! : 0);
      if (!isIn(latest)) {
        latest = partitionPoint(parts.length - 1, (part) => ends[part]! <= index);
      }
      return index < length ? parts[latest]!.at(index - (latest ? ends[latest - 1]! : 0)) : null;
    },
  };
}

function createParts(batch: Flat, body: Uint8Array<ArrayBuffer>, dictionaries: Map<number, Values>): Parts {
  if (batch.table(3))
    throw new Error(
      "This Arrow data is compressed; write it without, as by `pyarrow.ipc.IpcWriteOptions(compression=None)`",
    );
  const lengths = batch.structs(1, 16, long);
  const buffers = batch.structs(2, 16, (view, at) => [long(view, at), long(view, at + 8)] as const);
  const counts = batch.structs(4, 8, long);
  let [node, buffer, variadic] = [0, 0, 0];
  return {
    length() {
      const length = lengths[node++] ?? broken("a column is missing");
      return length >= 0 ? length : broken("a column has less than no rows");
    },
    buffer() {
      const [offset, length] = buffers[buffer++] ?? broken("a buffer is missing");
      if (offset < 0 || length < 0 || offset + length > body.length) broken("a buffer is outside of the data");
      return new DataView(body.buffer, body.byteOffset + offset, length);
    },
    variadic() {
      const count = counts[variadic++] ?? 0;
      return count >= 0 && count <= buffers.length ? count : broken("a column has more buffers than there are");
    },
    dictionary: (id) => dictionaries.get(id) ?? broken("a dictionary is missing"),
  };
}

function* readTable(bytes: Uint8Array<ArrayBuffer>): Generator<void, Table> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // A file is a stream between two marks, and a directory behind it.
  const isFile = bytes.length > 8 && String.fromCharCode(...bytes.subarray(0, 6)) === "ARROW1";
  let at = isFile ? 8 : 0;
  let fields: Field[] | undefined;
  const byId = new Map<number, Field>();
  const dictionaries = new Map<number, Values>();
  const pieces = new Map<number, Values[]>();
  const parts: Values[][] = [];
  let rows = 0;

  const collect = (field: Field): void => {
    if (field.dictionary !== undefined)
      byId.set(field.dictionary, { ...field, dictionary: undefined, index: undefined });
    field.children.forEach(collect);
  };
  const message = (header: Flat, kind: number, body: Uint8Array<ArrayBuffer>): void => {
    if (kind === SCHEMA) {
      if (header.int(0, 2)) throw new Error("This Arrow data is big-endian, which is not read");
      fields = header.tables(1, (one) => readField(one));
      fields.forEach(collect);
      fields.forEach((_, i) => (parts[i] = []));
    } else if (!fields) broken("it does not begin with a schema");
    else if (kind === DICTIONARY) {
      const id = header.int(0, 8);
      const batch = header.table(1) ?? broken("a dictionary is empty");
      const field = byId.get(id) ?? broken("a dictionary belongs to no column");
      const values = createValues(field, createParts(batch, body, dictionaries));
      // A delta, or a replacement: values read earlier keep their dictionary.
      const all = header.int(2, 1) ? [...(pieces.get(id) ?? []), values] : [values];
      pieces.set(id, all);
      dictionaries.set(id, joined(all));
    } else if (kind === BATCH) {
      const length = header.int(0, 8);
      const batch = createParts(header, body, dictionaries);
      fields.forEach((field, i) => {
        const values = createValues(field, batch);
        if (values.length !== length) broken("its columns are of different lengths");
        parts[i]!.push(values);
      });
      rows += length;
      if (length < 0 || rows > Math.max(MIN_MAX_ROWS, 8 * bytes.length))
        broken("it says that it has more rows than it can hold");
    }
  };

  while (at + 4 <= bytes.length) {
    let size = view.getInt32(at, true);
    at += 4;
    // Since 2019 a continuation marker precedes the size.
    if (size === -1 && at + 4 <= bytes.length) {
      size = view.getInt32(at, true);
      at += 4;
    }
    if (!size) break;
    if (size < 0 || size > bytes.length - at) broken("it ends too early");
    const head = root(bytes.subarray(at, at + size));
    at += size;
    const length = head.int(3, 8);
    if (length < 0 || length > bytes.length - at) broken("it ends too early");
    if (head.int(0, 2) < MIN_VERSION) throw new Error("This Arrow data is of a version before 0.8, which is not read");
    const kind = head.int(1, 1);
    if (kind >= SCHEMA && kind <= BATCH)
      message(head.table(2) ?? broken("a message is empty"), kind, bytes.subarray(at, at + length));
    at += length;
    yield;
  }
  const columns = (fields ?? broken("it has no schema")).map((field, i): Column => {
    const values = joined(parts[i]!.length ? parts[i]! : [{ length: 0, at: () => null }]);
    /** A value whose place is invalid is null. */
    const find = <T>(row: number, use: (value: Value) => T): T | undefined => {
      allowance.left = MAX_CELL_ELEMENTS;
      try {
        const value = values.at(row);
        return value === null ? undefined : use(value);
      } catch {
        return undefined;
      }
    };
    return {
      name: field.name,
      kind: kindOf(field),
      text: (row) => find(row, (value) => textOf(value, field)),
      key: (row) => find(row, (value) => keyOf(value, field)),
    };
  });
  return { columns, rows };
}

/** @throws Error with the reason */
export async function read(payload: string, context: Context): Promise<Table> {
  function* work(): Generator<void, Table> {
    const bytes = yield* decode(payload);
    if (!bytes.length) throw new Error("This Arrow data is empty");
    try {
      return yield* readTable(bytes);
    } catch (error) {
      // A place outside of the data.
      throw error instanceof RangeError
        ? new Error("This Arrow data is damaged: it ends too early", { cause: error })
        : error;
    }
  }
  return runInTimeSlices(context, work(), () => context.signal.aborted);
}
