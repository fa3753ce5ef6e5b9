/** Recent output with its times, enough for a recording. */

import { encode } from "./bytes.ts";
import type { Bytes } from "./types.ts";

/** Bytes of output that are kept, at least. */
const MAX_HISTORY_BYTES = 4_194_304;

export interface Seen {
  /** Milliseconds since the page was opened. */
  time: number;
  code: "o" | "r" | "x";
  data: Bytes;
}

export interface History {
  add(code: Seen["code"], data: Bytes | string): void;
  /** All events, oldest first; the first is the size. */
  all(): Seen[];
  clear(): void;
}

/** Whether bytes lie right behind others: output is parsed in pieces. */
const isNext = (a: Bytes, b: Bytes): boolean => a.buffer === b.buffer && a.byteOffset + a.length === b.byteOffset;
const joined = (a: Bytes, b: Bytes): Bytes => new Uint8Array(a.buffer, a.byteOffset, a.length + b.length);

export function createHistory(): History {
  let seen: Seen[] = [];
  let bytes = 0;
  let size: Seen | undefined;
  return {
    add(code, given) {
      const data = typeof given === "string" ? encode(given) : given;
      bytes += data.length;
      const last = seen.at(-1);
      if (code === "o" && last?.code === "o" && isNext(last.data, data)) last.data = joined(last.data, data);
      else seen.push({ time: performance.now(), code, data });
      if (bytes < 2 * MAX_HISTORY_BYTES) return;
      let first = 0;
      for (; bytes > MAX_HISTORY_BYTES; first++) {
        bytes -= seen[first]!.data.length;
        if (seen[first]!.code === "r") size = seen[first];
      }
      seen = seen.slice(first);
    },
    all: () => (size ? [{ ...size, time: seen[0]!.time }, ...seen] : seen),
    clear() {
      seen = [];
      bytes = 0;
    },
  };
}
