/** Zstandard frames: https://www.rfc-editor.org/rfc/rfc8878. Checksums are not looked at, and there are no dictionaries. */

import { broken, repeatBytes } from "./bytes.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const MAGIC = 0xfd2fb528;
const MAX_BLOCK_BYTES = 131_072;
/** Bits of states, at most: of literals' lengths, offsets, matches' lengths and weights. */
const MAX_LOGS = [9, 8, 9, 6] as const;
const MAX_WEIGHT = 11;

/** What a state of a finite state entropy coder stands for, and the states that may follow. */
interface States {
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
  base: Uint16Array;
}
interface Codes {
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
}

const repeat = (value: number, count: number): number[] => Array<number>(count).fill(value);
const upTo16 = (from: number): number[] => Array.from({ length: 17 - from }, (_, i) => from + i);
/** More bits of each length, and the lengths without them. */
const LITERAL_BITS = [...repeat(0, 16), 1, 1, 1, 1, 2, 2, 3, 3, 4, ...upTo16(6)];
const MATCH_BITS = [...repeat(0, 32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, ...upTo16(7)];
const basesOf = (bits: readonly number[], first: number): number[] => {
  let next = first;
  return bits.map((count) => (next += 1 << count) - (1 << count));
};
const LITERAL_BASES = basesOf(LITERAL_BITS, 0);
const MATCH_BASES = basesOf(MATCH_BITS, 3);

const statesOf = (log: number, odds: readonly number[]): States => {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const bits = new Uint8Array(size);
  const base = new Uint16Array(size);
  const next = odds.map((count) => Math.abs(count));
  let high = size;
  odds.forEach((count, symbol) => {
    if (count < 0) symbols[--high] = symbol;
  });
  let at = 0;
  odds.forEach((count, symbol) => {
    for (let i = 0; i < count; i++) {
      symbols[at] = symbol;
      do at = (at + (size >> 1) + (size >> 3) + 3) & (size - 1);
      while (at >= high);
    }
  });
  for (let state = 0; state < size; state++) {
    const count = next[symbols[state]!]!++;
    bits[state] = log - 31 + Math.clz32(count);
    base[state] = (count << bits[state]!) - size;
  }
  return { log, symbols, bits, base };
};
const USUAL = [
  statesOf(6, [4, 3, ...repeat(2, 11), 1, 1, 1, ...repeat(2, 9), 3, 2, ...repeat(1, 5), ...repeat(-1, 4)]),
  statesOf(5, [...repeat(1, 6), 2, 2, 2, ...repeat(1, 15), ...repeat(-1, 5)]),
  statesOf(6, [1, 4, 3, ...repeat(2, 6), ...repeat(1, 37), ...repeat(-1, 7)]),
] as const;
const only = (symbol: number): States => ({ ...statesOf(0, [1]), symbols: Uint8Array.of(symbol) });

const bitsAt = (bytes: Bytes, start: number, bit: number, count: number): number => {
  const at = start + (bit >> 3);
  const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return (word >>> (bit & 7)) & ((1 << count) - 1);
};

/** Bits from the end; before the first there are zeros. */
function createReader(bytes: Bytes, start: number, end: number): { left: number; read(count: number): number } {
  const last = end > start ? bytes[end - 1]! : 0;
  if (!last) broken("compressed bits have no end");
  return {
    left: (end - start) * 8 - Math.clz32(last) + 23,
    read(count) {
      const at = (this.left -= count);
      if (at >= 0) return bitsAt(bytes, start, at, count);
      return count + at > 0 ? bitsAt(bytes, start, 0, count + at) << -at : 0;
    },
  };
}

/** The states that are described, and where their description ends. */
function readStates(bytes: Bytes, start: number, maxLog: number): [States, number] {
  const log = (bytes[start]! & 15) + 5;
  if (!(log <= maxLog)) broken("a compressed piece has too many states");
  const odds: number[] = [];
  let bit = 4;
  for (let left = 1 << log; left > 0 && odds.length < 256;) {
    const width = 32 - Math.clz32(left + 1);
    const low = (1 << (width - 1)) - 1;
    const limit = (1 << width) - 2 - left;
    let value = bitsAt(bytes, start, bit, width);
    if ((value & low) < limit) {
      value &= low;
      bit += width - 1;
    } else {
      if (value > low) value -= limit;
      bit += width;
    }
    odds.push(value - 1);
    left -= Math.abs(value - 1);
    for (let more = value === 1 ? 3 : 0; more === 3 && odds.length < 256; bit += 2) {
      more = bitsAt(bytes, start, bit, 2);
      odds.push(...repeat(0, more));
    }
    if (left < 0) broken("a compressed piece has too many states");
  }
  const end = start + ((bit + 7) >> 3);
  if (odds.length > 255 || end > bytes.length) broken("a compressed piece is longer than it says");
  return [statesOf(log, odds), end];
}

function readWeights(bytes: Bytes, at: number): [number[], number] {
  const head = bytes[at++]!;
  if (head > 127) {
    const weights = Array.from({ length: head - 127 }, (_, i) => (bytes[at + (i >> 1)]! >> (i & 1 ? 0 : 4)) & 15);
    return [weights, at + ((weights.length + 1) >> 1)];
  }
  const [states, start] = readStates(bytes, at, MAX_LOGS[3]);
  const reader = createReader(bytes, start, at + head);
  const weights: number[] = [];
  let [one, other] = [reader.read(states.log), reader.read(states.log)];
  while (reader.left >= 0 && weights.length < 255) {
    weights.push(states.symbols[one]!);
    [one, other] = [other, states.base[one]! + reader.read(states.bits[one]!)];
  }
  return [[...weights, states.symbols[one]!], at + head];
}

function codesOf(weights: number[]): Codes {
  const sum = weights.reduce((all, weight) => all + ((1 << weight) >> 1), 0);
  const log = 32 - Math.clz32(sum);
  const last = 32 - Math.clz32((1 << log) - sum);
  const all = [...weights, last];
  if (!sum || Math.max(log, ...all) > MAX_WEIGHT || all.length > 256 || (1 << last) >> 1 !== (1 << log) - sum)
    broken("its codes are wrong");
  const symbols = new Uint8Array(1 << log);
  const bits = new Uint8Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++)
    all.forEach((one, symbol) => {
      if (one !== weight) return;
      const end = at + (1 << (weight - 1));
      symbols.fill(symbol, at, end);
      bits.fill(log + 1 - weight, at, end);
      at = end;
    });
  return { log, symbols, bits };
}

function decodeStream(bytes: Bytes, start: number, end: number, { log, symbols, bits }: Codes, out: Uint8Array): void {
  const reader = createReader(bytes, start, end);
  for (let i = 0; i < out.length; i++) {
    const code = reader.read(log);
    out[i] = symbols[code]!;
    reader.left += log - bits[code]!;
  }
  if (reader.left) broken("compressed bits are left");
}

/** The `size` bytes that frames hold. */
export function* unpack(source: Bytes, size: number): Generator<void, Bytes> {
  const out = new Uint8Array(size);
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  let at = 0;
  let done = 0;
  let codes: Codes | undefined;
  let states: (States | undefined)[] = [];
  let offsets: [number, number, number] = [1, 4, 8];

  const take = (count: number): number => {
    at += count;
    if (at > source.length) broken("it ends too early");
    return at - count;
  };
  const write = (piece: Uint8Array): void => {
    if (done + piece.length > size) broken("a compressed piece is longer than it says");
    out.set(piece, done);
    done += piece.length;
  };

  const readLiterals = (): Uint8Array => {
    const [head, form] = [source[at]!, (source[at]! >> 2) & 3];
    const kind = head & 3;
    if (kind < 2) {
      const bytes = form & 1 ? (form === 3 ? 3 : 2) : 1;
      const start = take(bytes);
      const length = form & 1 ? bitsAt(source, start, 4, bytes * 8 - 4) : head >> 3;
      if (length > MAX_BLOCK_BYTES) broken("a compressed piece is longer than it says");
      const place = take(kind ? 1 : length);
      return kind ? new Uint8Array(length).fill(source[place]!) : source.subarray(place, at);
    }
    const width = [10, 10, 14, 18][form]!;
    const start = take(form > 1 ? form + 2 : 3);
    const length = bitsAt(source, start, 4, width);
    const end = bitsAt(source, start, 4 + width, width) + at;
    if (length > MAX_BLOCK_BYTES || end > source.length) broken("a compressed piece is longer than it says");
    if (kind === 2) {
      const [weights, next] = readWeights(source, at);
      codes = codesOf(weights);
      at = next;
    }
    const made = new Uint8Array(length);
    const known = codes ?? broken("its codes are missing");
    if (form) {
      let from = at + 6;
      const part = (length + 3) >> 2;
      for (let i = 0; i < 4; i++) {
        const to = i < 3 ? from + view.getUint16(at + 2 * i, true) : end;
        if (to > end) broken("a compressed piece is longer than it says");
        decodeStream(source, from, to, known, made.subarray(i * part, i < 3 ? (i + 1) * part : length));
        from = to;
      }
    } else decodeStream(source, at, end, known, made);
    at = end;
    return made;
  };

  const offsetOf = (value: number, hasLiterals: boolean): number => {
    const [first, second, third] = offsets;
    const place = value > 3 ? 4 : value + (hasLiterals ? 0 : 1);
    if (place === 1) return first;
    const found = value > 3 ? value - 3 : place === 4 ? first - 1 : place === 3 ? third : second;
    offsets = place === 2 ? [found, first, third] : [found, first, second];
    return found;
  };
  const copy = (offset: number, length: number): void => {
    const from = done - offset;
    if (offset < 1 || from < 0 || done + length > size) broken("a compressed piece leads out of it");
    done = repeatBytes(out, from, done, length);
  };

  const readBlock = (end: number): void => {
    const literals = readLiterals();
    const head = source[take(1)]!;
    let count = head;
    if (head === 255) count = view.getUint16(take(2), true) + 0x7f00;
    else if (head > 127) count = ((head - 128) << 8) + source[take(1)]!;
    if (!count) return write(literals);
    const modes = source[take(1)]!;
    states = MAX_LOGS.slice(0, 3).map((max, i) => {
      const mode = (modes >> (6 - 2 * i)) & 3;
      if (mode === 0) return USUAL[i];
      if (mode === 1) return only(source[take(1)]!);
      if (mode === 3) return states[i] ?? broken("its states are missing");
      const [found, next] = readStates(source, at, max);
      at = next;
      return found;
    });
    const [ofLiterals, ofOffsets, ofMatches] = states as [States, States, States];
    const reader = createReader(source, at, end);
    let literal = reader.read(ofLiterals.log);
    let offset = reader.read(ofOffsets.log);
    let match = reader.read(ofMatches.log);
    let used = 0;
    while (count--) {
      const power = ofOffsets.symbols[offset]!;
      if (power > 30 || reader.left < 0) broken("a compressed piece leads out of it");
      const high = reader.read(Math.max(0, power - 16)) * 65_536;
      const distance = 2 ** power + (power > 16 ? high + reader.read(16) : reader.read(power));
      const matchCode = ofMatches.symbols[match]!;
      const matchLength = MATCH_BASES[matchCode]! + reader.read(MATCH_BITS[matchCode]!);
      const literalCode = ofLiterals.symbols[literal]!;
      const literalLength = LITERAL_BASES[literalCode]! + reader.read(LITERAL_BITS[literalCode]!);
      if (!(used + literalLength <= literals.length && matchLength)) broken("a compressed piece leads out of it");
      write(literals.subarray(used, (used += literalLength)));
      copy(offsetOf(distance, literalLength > 0), matchLength);
      if (!count) break;
      literal = ofLiterals.base[literal]! + reader.read(ofLiterals.bits[literal]!);
      match = ofMatches.base[match]! + reader.read(ofMatches.bits[match]!);
      offset = ofOffsets.base[offset]! + reader.read(ofOffsets.bits[offset]!);
    }
    write(literals.subarray(used));
  };

  while (done < size) {
    const magic = view.getUint32(take(4), true);
    if (magic >>> 4 === 0x184d2a5) take(view.getUint32(take(4), true));
    else if (magic !== MAGIC) broken("it is not compressed as it says");
    else {
      const head = source[take(1)]!;
      const isSingle = (head >> 5) & 1;
      take((isSingle ? 0 : 1) + [0, 1, 2, 4][head & 3]! + [isSingle, 2, 4, 8][head >> 6]!);
      codes = undefined;
      states = [];
      offsets = [1, 4, 8];
      for (let isLast = 0; !isLast;) {
        const block = bitsAt(source, take(3), 0, 24);
        isLast = block & 1;
        const [kind, length] = [(block >> 1) & 3, block >> 3];
        if (kind > 2 || (kind === 2 && length > MAX_BLOCK_BYTES)) broken("it is not compressed as it says");
        const start = take(kind === 1 ? 1 : length);
        if (kind === 0) write(source.subarray(start, at));
        else if (kind === 1) {
          if (done + length > size) broken("a compressed piece is longer than it says");
          out.fill(source[start]!, done, (done += length));
        } else {
          const end = at;
          at = start;
          readBlock(end);
          at = end;
        }
        yield;
      }
      if (head & 4) take(4);
    }
  }
  return out;
}
