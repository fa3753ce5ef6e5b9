/** Payloads as bytes, and FlatBuffers (https://flatbuffers.dev/internals/) with every access checked. */

/** Characters of base64 that are decoded between two pauses: a multiple of four. */
const SLICE_CHARACTERS = 262_144;

/** What newer browsers have. */
interface Fast {
  setFromBase64?(text: string): { written: number };
}

/** Decodes raw base64 or a `data:` address. @throws Error if it is neither */
export function* decode(payload: string): Generator<void, Uint8Array<ArrayBuffer>> {
  const [, head = "", rest = payload] = /^\s*data:([^,]*),([^]*)$/i.exec(payload) ?? [];
  if (head && !/;\s*base64\s*$/i.test(head)) throw new Error("Arrow data must be base64");
  const text = /\s/.test(rest) ? rest.replace(/\s+/g, "") : rest;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let count = 0;
  for (let at = 0; at < text.length; at += SLICE_CHARACTERS) {
    const piece = text.slice(at, at + SLICE_CHARACTERS);
    try {
      const rest = bytes.subarray(count) as Fast & Uint8Array;
      if (rest.setFromBase64) count += rest.setFromBase64(piece).written;
      else for (const letter of atob(piece)) bytes[count++] = letter.charCodeAt(0);
    } catch {
      throw new Error("Arrow data must be base64: it holds other characters");
    }
    yield;
  }
  return bytes.subarray(0, count);
}

export const broken = (what: string): never => {
  throw new Error(`This Arrow data is damaged: ${what}`);
};

/** Writes bytes again that are there `from` on, of which the last may be among those written. @returns where they end */
export function repeatBytes(out: Uint8Array, from: number, at: number, length: number): number {
  let end = at;
  for (let left = length; left > 0;) {
    const part = Math.min(left, end - from);
    out.copyWithin(end, from, from + part);
    end += part;
    left -= part;
  }
  return end;
}

/** A table of a FlatBuffer. Fields are numbered from 0; an absent one has its default. */
export interface Flat {
  int(field: number, bytes: 1 | 2 | 4 | 8, fallback?: number): number;
  table(field: number): Flat | undefined;
  text(field: number): string | undefined;
  /** Calls `read` with each element of a vector: a table, or a structure of `size` bytes as a view. */
  tables<T>(field: number, read: (one: Flat) => T): T[];
  /** One of them, and how many there are. */
  tableAt(field: number, index: number): Flat;
  count(field: number): number;
  structs<T>(field: number, size: number, read: (view: DataView, at: number) => T): Structs<T>;
}

/** Structures that are read where they lie. */
export interface Structs<T> {
  readonly length: number;
  /** `undefined` beyond the end. */
  at(index: number): T | undefined;
}

/** A safe integer from 64 bits. */
export const long = (view: DataView, at: number): number => {
  const value = Number(view.getBigInt64(at, true));
  return Number.isSafeInteger(value) ? value : broken("a number is too large");
};

/**
 * The root table in `bytes`. `budget.left` is the number of tables, and of bytes of texts, that may be read: a small file
 * cannot name many, unless it names the same ones again and again.
 */
export function root(bytes: Uint8Array<ArrayBuffer>, budget = { left: bytes.length }): Flat {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf8 = new TextDecoder();
  const spend = (count: number): void => {
    if ((budget.left -= count) < 0) broken("its description goes in circles");
  };
  const read = (at: number): Flat => {
    spend(1);
    const vtable = at - view.getInt32(at, true);
    const size = view.getUint16(vtable, true);
    /** The position of a field; 0 if absent. */
    const find = (field: number): number => {
      const slot = 4 + 2 * field;
      const offset = slot + 2 <= size ? view.getUint16(vtable + slot, true) : 0;
      return offset && at + offset;
    };
    const follow = (at: number): number => at + view.getUint32(at, true);
    /** Start and length of a vector of elements of a given size, checked to lie within the data. */
    const vector = (field: number, size: number): [number, number] => {
      const place = find(field);
      if (!place) return [0, 0];
      const start = follow(place);
      const length = view.getUint32(start, true);
      if (length * size > bytes.length - start - 4) broken("a list is longer than the data");
      return [start + 4, length];
    };
    return {
      int(field, width, fallback = 0) {
        const place = find(field);
        if (!place) return fallback;
        if (width === 8) return long(view, place);
        return width === 4
          ? view.getInt32(place, true)
          : width === 2
            ? view.getInt16(place, true)
            : view.getUint8(place);
      },
      table(field) {
        const place = find(field);
        return place ? read(follow(place)) : undefined;
      },
      text(field) {
        const [start, length] = vector(field, 1);
        spend(length);
        return start ? utf8.decode(bytes.subarray(start, start + length)) : undefined;
      },
      tables(field, each) {
        const [start, length] = vector(field, 4);
        return Array.from({ length }, (_, i) => each(read(follow(start + 4 * i))));
      },
      tableAt: (field, index) => read(follow(vector(field, 4)[0] + 4 * index)),
      count: (field) => vector(field, 4)[1],
      structs(field, size, each) {
        const [start, length] = vector(field, size);
        return { length, at: (i) => (i < length ? each(view, start + size * i) : undefined) };
      },
    };
  };
  return read(view.getUint32(0, true));
}
