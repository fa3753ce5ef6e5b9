/** Arrow IPC, stream and file: https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc. */

import type { Context } from "../../backendai-media.d.ts";
import { partitionPoint } from "../../shared/search.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { ARROW_MAX_EXPANSION, ARROW_MIN_BYTES, TABLE_MAX_COLUMNS } from "../../shared/spec.ts";
import { type Column, MAX_KEY_UNITS, type Table } from "../../shared/table.ts";
import { allowance, keyOf, kindOf, textOf } from "./text.ts";
import { broken, decode, type Flat, long, root } from "./bytes.ts";
import { inflate } from "./lz4.ts";
import { unpack } from "./zstd.ts";
import { type Field, readField, type Value } from "./schema.ts";
import { createValues, type Parts, type Values } from "./values.ts";

/** Kinds of messages, and the oldest version of the format that is read. */
const SCHEMA = 1;
const DICTIONARY = 2;
const BATCH = 3;
const MIN_VERSION = 3;
/** Elements of lists and records in one cell, and UTF-16 units of its text; more are left out. */
const MAX_CELL_ELEMENTS = 10_000;
const MAX_CELL_UNITS = 1_000_000;
/** Columns between two pauses. */
const SLICE_COLUMNS = 256;
/** Rows that a table may have whatever its size. */
const MIN_MAX_ROWS = 1_000_000;

/** Several arrays as one, to which more may come. */
interface Joined extends Values {
  add(part: Values): void;
}

function createJoined(): Joined {
  const parts: Values[] = [];
  const ends: number[] = [];
  let length = 0;
  let latest = 0;
  return {
    get length() {
      return length;
    },
    add(part) {
      parts.push(part);
      ends.push((length += part.length));
    },
    at(index) {
      if (!(index < length)) return null;
      const isIn = index < ends[latest]! && index >= (latest ? ends[latest - 1]! : 0);
      if (!isIn) latest = partitionPoint(parts.length - 1, (part) => ends[part]! <= index);
      return parts[latest]!.at(index - (latest ? ends[latest - 1]! : 0));
    },
  };
}

/** A batch's buffers, decompressed if they are not; `room.left` bytes may become of them, and of later ones. */
function* readBuffers(batch: Flat, body: Uint8Array<ArrayBuffer>, room: { left: number }): Generator<void, DataView[]> {
  const compression = batch.table(3);
  const places = batch.structs(2, 16, (view, at) => [long(view, at), long(view, at + 8)] as const);
  const buffers: DataView[] = [];
  for (let i = 0; i < places.length; i++) {
    const [offset, length] = places.at(i)!;
    if (offset < 0 || length < 0 || offset + length > body.length) broken("a buffer is outside of the data");
    const view = new DataView(body.buffer, body.byteOffset + offset, length);
    if (!compression || !length) buffers.push(view);
    else {
      // The size comes first; -1: this one is not compressed.
      const size = long(view, 0);
      const source = body.subarray(offset + 8, offset + length);
      if ((room.left -= Math.max(0, size)) < 0) broken("it becomes too large when decompressed");
      const bytes = size < 0 ? source : yield* (compression.int(0, 1) ? unpack : inflate)(source, size);
      buffers.push(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }
    if (i % SLICE_COLUMNS === 0) yield;
  }
  return buffers;
}

function createParts(
  batch: Flat,
  buffers: readonly DataView[],
  dictionaries: Map<number, Values>,
  version: number,
): Parts {
  const lengths = batch.structs(1, 16, long);
  const counts = batch.structs(4, 8, long);
  let [node, buffer, variadic] = [0, 0, 0];
  return {
    version,
    length() {
      const length = lengths.at(node++) ?? broken("a column is missing");
      return length >= 0 ? length : broken("a column has less than no rows");
    },
    buffer: () => buffers[buffer++] ?? broken("a buffer is missing"),
    variadic() {
      const count = counts.at(variadic++) ?? 0;
      return count >= 0 && count <= buffers.length ? count : broken("a column has more buffers than there are");
    },
    dictionary: (id) => dictionaries.get(id) ?? broken("a dictionary is missing"),
  };
}

function* readTable(bytes: Uint8Array<ArrayBuffer>): Generator<void, Table> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // A file is a stream between two magic strings, followed by a footer.
  const isFile = bytes.length > 8 && String.fromCharCode(...bytes.subarray(0, 6)) === "ARROW1";
  let at = isFile ? 8 : 0;
  let fields: Field[] | undefined;
  const byId = new Map<number, Field>();
  const dictionaries = new Map<number, Joined>();
  const parts: Joined[] = [];
  const room = { left: ARROW_MIN_BYTES + ARROW_MAX_EXPANSION * bytes.length };
  let rows = 0;
  let omitted = 0;

  const collect = (field: Field): void => {
    if (field.dictionary !== undefined)
      byId.set(field.dictionary, { ...field, dictionary: undefined, index: undefined });
    field.children.forEach(collect);
  };
  function* message(header: Flat, kind: number, body: Uint8Array<ArrayBuffer>, version: number): Generator<void, void> {
    if (kind === SCHEMA) {
      if (header.int(0, 2)) throw new Error("This Arrow data is big-endian, which is not read");
      fields = [];
      omitted = Math.max(0, header.count(1) - TABLE_MAX_COLUMNS);
      for (let i = 0; i < header.count(1) - omitted; i++) {
        fields.push(readField(header.tableAt(1, i)));
        collect(fields[i]!);
        parts[i] = createJoined();
        if (i % SLICE_COLUMNS === 0) yield;
      }
    } else if (!fields) broken("it does not begin with a schema");
    else if (kind === DICTIONARY) {
      const id = header.int(0, 8);
      const batch = header.table(1) ?? broken("a dictionary is empty");
      const field = byId.get(id) ?? broken("a dictionary belongs to no column");
      const values = createValues(
        field,
        createParts(batch, yield* readBuffers(batch, body, room), dictionaries, version),
      );
      // A delta, or a replacement: values read earlier keep their dictionary.
      if (!header.int(2, 1) || !dictionaries.has(id)) dictionaries.set(id, createJoined());
      dictionaries.get(id)!.add(values);
    } else if (kind === BATCH) {
      const length = header.int(0, 8);
      const batch = createParts(header, yield* readBuffers(header, body, room), dictionaries, version);
      for (const [i, field] of fields.entries()) {
        const values = createValues(field, batch);
        if (values.length !== length) broken("its columns are of different lengths");
        parts[i]!.add(values);
        if (i % SLICE_COLUMNS === 0) yield;
      }
      rows += length;
      if (length < 0 || rows > Math.max(MIN_MAX_ROWS, 8 * bytes.length))
        broken("it says that it has more rows than it can hold");
    }
  }

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
    const version = head.int(0, 2);
    if (version < MIN_VERSION) throw new Error("This Arrow data is of a version before 0.8, which is not read");
    const kind = head.int(1, 1);
    if (kind >= SCHEMA && kind <= BATCH)
      yield* message(head.table(2) ?? broken("a message is empty"), kind, bytes.subarray(at, at + length), version);
    at += length;
    yield;
  }
  const createColumn = (field: Field, i: number): Column => {
    const values = parts[i]!;
    /** A value whose place is invalid is null; `most` UTF-16 units of it are enough. */
    const find = <T>(row: number, most: number, use: (value: Value) => T): T | undefined => {
      allowance.left = Math.min(MAX_CELL_ELEMENTS, most);
      allowance.units = allowance.room = Math.min(MAX_CELL_UNITS, most);
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
      text: (row, most = Infinity) => find(row, most, (value) => textOf(value, field)),
      key: (row) => find(row, MAX_KEY_UNITS, (value) => keyOf(value, field)),
    };
  };
  const columns: Column[] = [];
  for (const [i, field] of (fields ?? broken("it has no schema")).entries()) {
    columns.push(createColumn(field, i));
    if (i % SLICE_COLUMNS === 0) yield;
  }
  return { columns, rows, omitted };
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
