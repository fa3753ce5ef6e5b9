/** Frames of `backendai.term.2`; docs/terminal-protocol.md specifies them. */

import { decode, encode, join } from "../bytes.ts";
import type { Bytes, Exit } from "../types.ts";
import { TERMINAL_MAX_SIZE } from "../../shared/spec.ts";

const VERSION = 2;
/** Bytes of input in a frame, which has at most 16,384 with its header. */
export const MAX_INPUT_BYTES = 16_000;

const u64 = (value: number): Bytes => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(value));
  return new Uint8Array(view.buffer);
};
const u16 = (value: number): Bytes => Uint8Array.of(value >> 8, value & 255);
const side = (value: number): Bytes => u16(Math.min(value, TERMINAL_MAX_SIZE));
const frame = (kind: number, ...fields: Bytes[]): Bytes => join([Uint8Array.of(kind), ...fields]);

export function hello(
  client: Bytes,
  offset: number | undefined,
  readOnly: boolean,
  rows: number,
  columns: number,
  session: string,
): Bytes {
  const name = encode(session);
  const flags = (offset === undefined ? 0 : 1) | (readOnly ? 2 : 0);
  const start = [Uint8Array.of(VERSION), client, Uint8Array.of(flags), u64(offset ?? 0)];
  return frame(1, ...start, side(rows), side(columns), Uint8Array.of(name.length), name);
}

export const input = (sequence: number, data: Bytes): Bytes => frame(2, u64(sequence), data);
export const ack = (offset: number): Bytes => frame(3, u64(offset));
export const resize = (rows: number, columns: number): Bytes => frame(4, side(rows), side(columns));
export const focus = (): Bytes => frame(5);
export const end = (): Bytes => frame(6);
export const ping = (): Bytes => frame(7);
export const pong = (data: Bytes): Bytes => frame(8, data);

export interface Welcome {
  writable: boolean;
  offset: number;
  live: number;
  received: number;
  inputWindow: number;
  rows: number;
  columns: number;
  session: string;
}

export type Frame =
  | { kind: "welcome"; welcome: Welcome }
  | { kind: "output"; offset: number; data: Bytes }
  | { kind: "gap"; from: number; to: number }
  | { kind: "written"; sequence: number }
  | { kind: "resize"; rows: number; columns: number }
  | { kind: "exit"; exit: Exit }
  | { kind: "ping"; data: Bytes };

/** Parses a server's frame; `undefined` if its kind is unknown. Throws a RangeError if it is truncated. */
export function parse(bytes: Bytes): Frame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = (at: number): number => Number(view.getBigUint64(at));
  switch (view.getUint8(0)) {
    case 0x81: {
      const length = view.getUint8(39);
      if (bytes.length < 40 + length) throw new RangeError();
      const welcome = {
        writable: !!(view.getUint8(2) & 1),
        offset: long(3),
        live: long(11),
        received: long(19),
        inputWindow: view.getUint32(31),
        rows: view.getUint16(35),
        columns: view.getUint16(37),
        session: decode(bytes.subarray(40, 40 + length)),
      };
      return { kind: "welcome", welcome };
    }
    case 0x82:
      return { kind: "output", offset: long(1), data: bytes.subarray(9) };
    case 0x83:
      return { kind: "gap", from: long(1), to: long(9) };
    case 0x84:
      return { kind: "written", sequence: long(1) };
    case 0x85:
      return { kind: "resize", rows: view.getUint16(1), columns: view.getUint16(3) };
    case 0x86: {
      const number = view.getUint32(2);
      return { kind: "exit", exit: [{ code: number }, { signal: number }][view.getUint8(1)] ?? {} };
    }
    case 0x87:
      return { kind: "ping", data: bytes.subarray(1, 33) };
    default:
      return undefined;
  }
}
