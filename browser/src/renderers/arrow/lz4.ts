/** LZ4 frames: https://github.com/lz4/lz4/tree/dev/doc. Checksums are not looked at: what is damaged shows as such or not at all. */

import { broken, repeatBytes } from "./bytes.ts";

const MAGIC = 0x184d2204;
/** Bytes that are written between two pauses. */
const SLICE_BYTES = 262_144;

/** The `size` bytes that frames hold. */
export function* inflate(source: Uint8Array<ArrayBuffer>, size: number): Generator<void, Uint8Array<ArrayBuffer>> {
  const out = new Uint8Array(size);
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  let at = 0;
  let done = 0;
  let pause = SLICE_BYTES;

  /** A length of which four bits were read: 15 has more bytes, each of 255 another one. */
  const lengthOf = (bits: number): number => {
    let length = bits;
    if (bits === 15)
      for (let byte = 255; byte === 255;) {
        byte = view.getUint8(at++);
        length += byte;
      }
    return length;
  };
  const copy = (from: number, length: number): void => {
    if (from < 0 || from >= done || done + length > size) broken("a compressed piece leads out of it");
    done = repeatBytes(out, from, done, length);
  };
  const take = (length: number): void => {
    if (at + length > source.length || done + length > size) broken("a compressed piece is longer than it says");
    out.set(source.subarray(at, at + length), done);
    at += length;
    done += length;
  };
  function* block(end: number): Generator<void, void> {
    while (at < end) {
      const token = view.getUint8(at++);
      take(lengthOf(token >> 4));
      if (at < end) {
        const offset = view.getUint16(at, true);
        at += 2;
        copy(done - offset, lengthOf(token & 15) + 4);
      }
      if (done < pause) continue;
      pause = done + SLICE_BYTES;
      yield;
    }
  }

  for (;;) {
    if (done >= size) return out;
    if (view.getUint32(at, true) !== MAGIC) broken("it is not compressed as it says");
    const flags = view.getUint8(at + 4);
    // Magic, flags, block size, checksum; the content's size and a dictionary's number may be there.
    at += 7 + (flags & 8 ? 8 : 0) + (flags & 1 ? 4 : 0);
    for (let length; (length = view.getUint32(at, true));) {
      at += 4;
      const bytes = length & 0x7fffffff;
      if (bytes > source.length - at) broken("it ends too early");
      if (length >>> 31) take(bytes);
      else yield* block(at + bytes);
      if (flags & 16) at += 4;
    }
    at += flags & 4 ? 8 : 4;
  }
}
