/**
 * Arrays of values where they lie: https://arrow.apache.org/docs/format/Columnar.html. Lengths are checked when an array
 * is made, places in it when they are read.
 */

import { partitionPoint } from "../../shared/search.ts";
import { allowance, clipped } from "./text.ts";
import { broken, long } from "./bytes.ts";
import { type Chosen, type Field, Type, type Value } from "./schema.ts";
import type { Interval } from "./text.ts";

export interface Values {
  readonly length: number;
  at(index: number): Value;
}

/** A text's bytes for one UTF-16 unit, at most. */
const UNIT_BYTES = 3;
/** UTF-16 units of a dictionary's text that is kept, once it is read. */
const MAX_KEPT_UNITS = 1000;

/** The parts of a batch, taken one after the other, in the order of the fields. */
export interface Parts {
  /** Of the format: 3 is V4, 4 is V5. */
  readonly version: number;
  length(): number;
  buffer(): DataView;
  /** How many buffers a view type has. */
  variadic(): number;
  dictionary(id: number): Values;
}

const bit = (view: DataView, index: number): boolean => (view.getUint8(index >> 3) & (1 << (index & 7))) !== 0;
const utf8 = new TextDecoder();

/** Bytes from one place to another, clipped to the data. */
const bytesOf = ({ buffer, byteOffset, byteLength }: DataView, from: number, to: number): Uint8Array => {
  const [start, end] = [from, to].map((at) => byteOffset + Math.max(0, Math.min(byteLength, at))) as [number, number];
  return new Uint8Array(buffer, start, Math.max(0, end - start));
};

const textFrom = (view: DataView, from: number, to: number): string =>
  clipped(utf8.decode(bytesOf(view, from, Math.min(to, from + UNIT_BYTES * (allowance.units + 1)))));

/** An integer of `bits` bits, as a number where that is exact. */
function integers(view: DataView, bits: number, isSigned: boolean, index: number): number | bigint {
  if (bits === 8) return isSigned ? view.getInt8(index) : view.getUint8(index);
  if (bits === 16) return isSigned ? view.getInt16(2 * index, true) : view.getUint16(2 * index, true);
  if (bits === 32) return isSigned ? view.getInt32(4 * index, true) : view.getUint32(4 * index, true);
  const value = isSigned ? view.getBigInt64(8 * index, true) : view.getBigUint64(8 * index, true);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function half(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent === 31 ? (fraction ? NaN : Infinity) : exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 0;
  return (bits >> 15 ? -1 : 1) * (exponent ? size : fraction * 2 ** -24);
}

function wide(view: DataView, index: number, bytes: number): bigint {
  let value = 0n;
  for (let at = bytes - 8; at >= 0; at -= 8) {
    const part = index * bytes + at;
    value = (value << 64n) | (at === bytes - 8 ? view.getBigInt64(part, true) : view.getBigUint64(part, true));
  }
  return value;
}

/** The widths that numbers may have, by type. */
const WIDTHS: Record<number, readonly number[]> = {
  [Type.int]: [8, 16, 32, 64],
  [Type.time]: [32, 64],
  [Type.decimal]: [32, 64, 128, 256],
};

/** Bits of a value in types of fixed width; 0: it has none. */
function bitsOf({ type, width, unit }: Field): number {
  if (type === Type.bool) return 1;
  const widths = WIDTHS[type];
  if (widths) return widths.includes(width) ? width : broken(`there are no numbers of ${width} bits`);
  if (type === Type.float) return [16, 32, 64][unit] ?? broken("there is no such float");
  if (type === Type.date) return unit ? 64 : 32;
  if (type === Type.timestamp || type === Type.duration) return 64;
  if (type === Type.interval) return [32, 64, 128][unit] ?? broken("there is no such interval");
  return type === Type.fixedBinary ? 8 * Math.max(0, width) : 0;
}

function fixed(field: Field, view: DataView): (index: number) => Value {
  const { type, width, unit, isSigned } = field;
  if (type === Type.bool) return (i) => bit(view, i);
  if (type === Type.int) return (i) => integers(view, width, isSigned, i);
  if (type === Type.float)
    return unit === 2
      ? (i) => view.getFloat64(8 * i, true)
      : unit
        ? (i) => view.getFloat32(4 * i, true)
        : (i) => half(view.getUint16(2 * i, true));
  if (type === Type.decimal)
    return (i) => (width === 32 ? BigInt(view.getInt32(4 * i, true)) : wide(view, i, width / 8));
  if (type === Type.fixedBinary) return (i) => bytesOf(view, i * width, (i + 1) * width);
  if (type !== Type.interval) return (i) => integers(view, bitsOf(field), true, i);
  const int = (at: number): number => view.getInt32(at, true);
  // Months; days and milliseconds; months, days and nanoseconds.
  if (!unit) return (i): Interval => [int(4 * i), 0, 0n];
  return unit === 1
    ? (i): Interval => [0, int(8 * i), BigInt(int(8 * i + 4)) * 1_000_000n]
    : (i): Interval => [int(16 * i), int(16 * i + 4), view.getBigInt64(16 * i + 8, true)];
}

/** A type's buffers and children, of `length` values. */
function createReader(field: Field, length: number, parts: Parts): (index: number) => Value {
  const { type, children, width, codes } = field;
  const enough = (view: DataView, bytes: number): DataView =>
    length && view.byteLength < bytes ? broken(`${field.name || "a column"} is shorter than it says`) : view;
  const below = (count = children.length): Values[] =>
    children.length < count ? broken("a type lacks its children") : children.map((child) => createValues(child, parts));
  const isLarge = type === Type.largeBinary || type === Type.largeUtf8 || type === Type.largeList;
  const isLargeView = type === Type.largeListView;
  /** A reader of offsets. */
  const places = (count: number, isWide: boolean): ((index: number) => number) => {
    const view = enough(parts.buffer(), count * (isWide ? 8 : 4));
    return isWide ? (i) => long(view, 8 * i) : (i) => view.getInt32(4 * i, true);
  };
  const list = (child: Values, from: number, to: number): Value[] => {
    const start = Math.max(0, from);
    const count = Math.max(0, Math.min(to, child.length) - start);
    const taken = Math.min(count, allowance.left);
    allowance.left -= taken;
    const found = Array.from({ length: taken }, (_, i) => child.at(start + i));
    return count > taken ? [...found, "…"] : found;
  };
  const bits = bitsOf(field);
  if (bits || type === Type.fixedBinary) return fixed(field, enough(parts.buffer(), Math.ceil((length * bits) / 8)));
  switch (type) {
    case Type.null:
      return () => null;
    case Type.utf8:
    case Type.largeUtf8:
    case Type.binary:
    case Type.largeBinary: {
      const offset = places(length + 1, isLarge);
      const view = parts.buffer();
      const isText = type === Type.utf8 || type === Type.largeUtf8;
      return (i) => (isText ? textFrom : bytesOf)(view, offset(i), offset(i + 1));
    }
    case Type.utf8View:
    case Type.binaryView: {
      const views = enough(parts.buffer(), 16 * length);
      const data = Array.from({ length: parts.variadic() }, () => parts.buffer());
      return (i) => {
        const size = views.getInt32(16 * i, true);
        const [view, at] =
          size > 12 ? [data[views.getInt32(16 * i + 8, true)], views.getInt32(16 * i + 12, true)] : [views, 16 * i + 4];
        return (type === Type.utf8View ? textFrom : bytesOf)(view ?? broken("a text is nowhere"), at, at + size);
      };
    }
    case Type.list:
    case Type.largeList:
    case Type.map: {
      const offset = places(length + 1, isLarge);
      const [child] = below(1) as [Values];
      return (i) => list(child, offset(i), offset(i + 1));
    }
    case Type.listView:
    case Type.largeListView: {
      const offset = places(length, isLargeView);
      const size = places(length, isLargeView);
      const [child] = below(1) as [Values];
      return (i) => list(child, offset(i), offset(i) + size(i));
    }
    case Type.fixedList: {
      const [child] = below(1) as [Values];
      return (i) => list(child, i * width, (i + 1) * width);
    }
    case Type.struct: {
      const inner = below();
      const names = children.map(({ name }) => name);
      return (i) => ((allowance.left -= names.length) < 0 ? "…" : inner.map((values, at) => [names[at], values.at(i)]));
    }
    case Type.union: {
      const kinds = enough(parts.buffer(), length);
      const offset = field.unit ? places(length, false) : (i: number) => i;
      const inner = below();
      return (i) => {
        const child = codes.get(kinds.getInt8(i)) ?? -1;
        const value = inner[child]?.at(offset(i)) ?? null;
        return value === null ? null : ({ value, field: children[child]! } satisfies Chosen);
      };
    }
    case Type.runEnd: {
      const [ends, values] = below(2) as [Values, Values];
      return (i) => values.at(partitionPoint(ends.length, (end) => Number(ends.at(end)) <= i));
    }
    default:
      throw new Error(`Arrow type ${type} is not known`);
  }
}

/** Types without a validity buffer; before version 5 of the format, only nulls had none. */
const BARE: readonly number[] = [Type.null, Type.union, Type.runEnd];

export function createValues(field: Field, parts: Parts): Values {
  const length = parts.length();
  const { dictionary, index } = field;
  const bare = parts.version > 3 ? BARE : [Type.null];
  const isBare = dictionary === undefined && bare.includes(field.type);
  const validity = isBare ? undefined : parts.buffer();
  const isPartial = !!validity?.byteLength && length > 0;
  if (isPartial && validity.byteLength * 8 < length) broken("what is null is not said of all rows");
  let read: (index: number) => Value;
  if (dictionary === undefined) read = createReader(field, length, parts);
  else {
    const places = createReader(index!, length, parts);
    const entries = parts.dictionary(dictionary);
    const known = new Map<number, string>();
    read = (i) => {
      const place = Number(places(i));
      const kept = known.get(place);
      if (kept !== undefined) return clipped(kept);
      const { units } = allowance;
      const value = place >= 0 && place < entries.length ? entries.at(place) : null;
      // Lists and records count again wherever they are.
      if (typeof value === "string" && value.length < Math.min(MAX_KEPT_UNITS, units)) known.set(place, value);
      return value;
    };
  }
  return {
    length,
    // A null's place may be invalid.
    at: (i) => (!(i >= 0 && i < length) || (isPartial && !bit(validity, i)) ? null : read(i)),
  };
}
