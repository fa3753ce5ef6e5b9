/** The payload of a drawing, command by command: base64 of msgpack, or the JSON text of 2016. */

import { DRAWING_MAX_BYTES, DRAWING_MAX_COMMANDS } from "../../shared/spec.ts";
import { count } from "./readers.ts";

export type Value = number | string | boolean | null | Value[];

/** Values in one command, which is decoded without a pause. */
const MAX_VALUES = 400_000;
/** UTF-16 units of a command as JSON, without its texts: so many numbers of a usual length. */
const MAX_COMMAND_UNITS = 2_000_000;
/** Lists in lists: commands, a command, a shape, points, a pair. */
const MAX_DEPTH = 5;
/** Characters of base64 that are decoded in one go. */
const SLICE_CHARACTERS = 1 << 16;

const tooMany = (commands: number): Error =>
  new Error(`The drawing has ${count(commands)} commands; ${count(DRAWING_MAX_COMMANDS)} are the most`);
const tooManyValues = (): Error => new Error(`A command has more than ${count(MAX_VALUES)} values`);
const tooLong = (): Error => new Error(`The drawing has more than ${count(DRAWING_MAX_BYTES)} bytes`);
const notBase64 = (): Error => new Error("The drawing is not base64");
const malformed = (what: string): Error => new Error(`The drawing is not ${what} of a list of commands`);

function* fromBase64(text: string): Generator<undefined, Uint8Array> {
  const bytes = new Uint8Array((text.length * 3) / 4 + 3);
  let rest = "";
  let size = 0;
  let ended = false;
  for (let start = 0; start < text.length; start += SLICE_CHARACTERS) {
    yield;
    const part = rest + text.slice(start, start + SLICE_CHARACTERS).replace(/[ \t\r\n\f]+/g, "");
    const whole = start + SLICE_CHARACTERS < text.length ? part.length & ~3 : part.length;
    rest = part.slice(whole);
    if (ended && part) throw notBase64();
    ended = part.includes("=", whole - 2);
    let binary: string;
    try {
      binary = atob(part.slice(0, whole));
    } catch {
      throw notBase64();
    }
    for (let i = 0; i < binary.length; i++) bytes[size++] = binary.charCodeAt(i);
  }
  return bytes.subarray(0, size);
}

/** Reads msgpack values one by one; maps, binaries and extensions do not occur in commands. */
function createReader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, 0, bytes.length);
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  /** Short texts by a hash of their bytes: names and colours repeat. */
  const known: string[] = [];
  let at = 0;
  let values = 0;

  const skip = (size: number): number => {
    const start = at;
    at += size;
    if (at > bytes.length) throw malformed("msgpack");
    return start;
  };
  const text = (size: number): string => {
    const start = skip(size);
    if (size > 24) return utf8.decode(bytes.subarray(start, at));
    let hash = size;
    let high = 0;
    for (let i = start; i < at; i++) {
      hash = (hash * 31 + bytes[i]!) & 4095;
      high |= bytes[i]!;
    }
    const found = known[hash];
    if (found?.length === size && high < 128) {
      let i = 0;
      while (i < size && found.charCodeAt(i) === bytes[start + i]) i++;
      if (i === size) return found;
    }
    return (known[hash] = utf8.decode(bytes.subarray(start, at)));
  };
  const list = (size: number, depth: number): Value[] => {
    if (depth > MAX_DEPTH || size > bytes.length - at) throw malformed("msgpack");
    const made: Value[] = [];
    for (let i = 0; i < size; i++) made.push(read(depth + 1));
    return made;
  };
  const read = (depth: number): Value => {
    const head = bytes[skip(1)]!;
    if (++values > MAX_VALUES) throw tooManyValues();
    if (head < 0x80) return head;
    if (head >= 0xe0) return head - 0x100;
    if (head >= 0xa0 && head < 0xc0) return text(head & 31);
    if (head >= 0x90 && head < 0xa0) return list(head & 15, depth);
    // prettier-ignore
    switch (head) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xca: return view.getFloat32(skip(4));
      case 0xcb: return view.getFloat64(skip(8));
      case 0xcc: return bytes[skip(1)]!;
      case 0xcd: return view.getUint16(skip(2));
      case 0xce: return view.getUint32(skip(4));
      case 0xcf: return Number(view.getBigUint64(skip(8)));
      case 0xd0: return view.getInt8(skip(1));
      case 0xd1: return view.getInt16(skip(2));
      case 0xd2: return view.getInt32(skip(4));
      case 0xd3: return Number(view.getBigInt64(skip(8)));
      case 0xd9: return text(bytes[skip(1)]!);
      case 0xda: return text(view.getUint16(skip(2)));
      case 0xdb: return text(view.getUint32(skip(4)));
      case 0xdc: return list(view.getUint16(skip(2)), depth);
      case 0xdd: return list(view.getUint32(skip(4)), depth);
    }
    throw malformed("msgpack");
  };
  return {
    /** How many commands are announced. */
    size(): number {
      const head = bytes[skip(1)]!;
      if (head >= 0x90 && head < 0xa0) return head & 15;
      if (head === 0xdc) return view.getUint16(skip(2));
      if (head === 0xdd) return view.getUint32(skip(4));
      throw malformed("msgpack");
    },
    next(): Value {
      values = 0;
      return read(2);
    },
    /** Values in the last command. */
    weight: () => values,
    isDone: () => at === bytes.length,
  };
}

function* unpack(text: string): Generator<Value[] | undefined, void> {
  if (text.length > DRAWING_MAX_BYTES * 2) throw tooLong();
  const bytes = yield* fromBase64(text);
  if (bytes.length > DRAWING_MAX_BYTES) throw tooLong();
  const reader = createReader(bytes);
  const size = reader.size();
  if (size > DRAWING_MAX_COMMANDS) throw tooMany(size);
  for (let i = 0, work = 0; i < size; i++) {
    yield asCommand(reader.next(), i);
    work += reader.weight();
    if (work > 1000) {
      work = 0;
      yield;
    }
  }
  if (!reader.isDone()) throw malformed("msgpack");
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 91;
const CLOSE = 93;

/** Commands of 2016 have no canvas id; they get 0. */
function* parse(text: string): Generator<Value[] | undefined, void> {
  if (text.length > DRAWING_MAX_BYTES) throw tooLong();
  let depth = 0;
  let start = 0;
  let commands = 0;
  /** UTF-16 units of the command that are not in texts. */
  let units = 0;
  let isText = false;
  for (let at = text.indexOf("[") + 1; at < text.length; at++) {
    if (at % SLICE_CHARACTERS === 0) yield;
    const code = text.charCodeAt(at);
    if (isText) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) isText = false;
      continue;
    }
    units++;
    if (code === QUOTE) isText = true;
    else if (code === OPEN && !depth++) [start, units] = [at, 0];
    else if (code === CLOSE && depth-- < 2) {
      if (depth < 0) {
        if (text.slice(at + 1).trim()) throw malformed("JSON");
        return;
      }
      if (units > MAX_COMMAND_UNITS) throw tooManyValues();
      let command: Value[];
      try {
        command = JSON.parse(text.slice(start, at + 1)) as Value[];
      } catch {
        throw malformed("JSON");
      }
      if (commands === DRAWING_MAX_COMMANDS) throw tooMany(commands + 1);
      yield asCommand(Number.isInteger(command[0]) ? command : [0, ...command], commands++);
      // Commands that lie close together share a pause.
      if (commands % 128 === 0 || units > SLICE_CHARACTERS) yield;
    }
  }
  throw malformed("JSON");
}

function asCommand(value: Value, index: number): Value[] {
  if (Array.isArray(value) && value.length > 1 && typeof value[1] === "string") return value;
  throw new Error(`Command ${index}: a command must be a list of canvas id, name and arguments`);
}

/** Yields commands, and now and then nothing: a good moment to let the page do something else. */
export function decode(data: unknown): Generator<Value[] | undefined, void> {
  if (typeof data !== "string") throw new Error("A drawing is base64 text");
  return /^\s*\[/.test(data) ? parse(data) : unpack(data);
}
