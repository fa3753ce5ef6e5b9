/**
 * How much work output asks of the emulator, so that it is parsed in pieces that each take some milliseconds. Nothing is
 * remembered from piece to piece: what cannot be told from the bytes at hand counts as the most that it may be.
 */

import type { Terminal } from "@xterm/xterm";
import { TERMINAL_MAX_REPEATS } from "../shared/spec.ts";
import type { Bytes } from "./types.ts";

/** What the work depends on. */
export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Markers in the buffer: each hears of every line that scrolls. */
  readonly markers: number;
}

export const extentOf = ({ rows, cols, markers }: Terminal): Extent => ({
  rows,
  columns: cols,
  markers: markers.length,
});

/** Bytes of a piece, which are text mostly. */
const MAX_PIECE_BYTES = 16_384;
/** Cost of one piece. The unit is what changing one cell takes, some 60 ns. */
const MAX_PIECE_COST = 100_000;
/** Costs of one marker when a line scrolls, of a line or string beside its cells, of a colour's change, and of a reset. */
const MARKER_COST = 5;
const LINE_COST = 50;
const STRING_COST = 500;
const COLOR_COST = 20_000;
const RESET_COST = 10_000;
/** Cost of a repeated character, with some accents. */
const REPEAT_COST = 64;

const ESC = 0x1b;
const LF = 0x0a;
const FF = 0x0c;
/** In UTF-8 the control characters from U+0080 on begin with this byte. */
const C1_LEAD = 0xc2;
const codes = (letters: string): ReadonlySet<number> => new Set([...letters].map((one) => one.charCodeAt(0)));
/** Final bytes of sequences that change no cell, that change cells of one line, and that may scroll or clear them all. */
const FREE = codes("ABCDEFGHacdefgmnqrstu`");
const LINE = codes("IKPXZ@");
const REPEAT = "b".charCodeAt(0);

/** Returns where the piece that begins at `from` ends: after at least one byte. */
export function pieceEnd(data: Bytes, from: number, { rows, columns, markers }: Extent): number {
  const cells = rows * columns;
  const lineCost = LINE_COST + columns + MARKER_COST * markers;
  // Every so many characters wrap, and scroll.
  const byteCost = 1 + lineCost / columns;
  /** The most that a sequence does: each row is replaced, and those below it move. */
  const all = 2 * (cells + rows * rows) + RESET_COST + MARKER_COST * markers * rows;

  /** The cost of a control sequence whose parameters begin at `at`. */
  const sequenceCost = (at: number): number => {
    let count = 0;
    for (let isPlain = true; at < data.length; at++) {
      const code = data[at]!;
      if (code >= 0x30 && code < 0x40)
        count = code < 0x3a ? Math.min(10 * count + code - 0x30, TERMINAL_MAX_REPEATS) : 0;
      else if (code >= 0x20 && code < 0x30) isPlain = false;
      else if (code < 0x40 || code > 0x7e) return all;
      else if (code === REPEAT) return REPEAT_COST * (count || 1) + lineCost * (1 + count / columns);
      else return !isPlain ? all : FREE.has(code) ? 1 : LINE.has(code) ? columns : all;
    }
    return all;
  };
  const escapeCost = (at: number): number => {
    const code = data[at];
    if (code === 0x5b) return sequenceCost(at + 1);
    // A string: titles and links; those that begin with these digits may be colours.
    if (code === 0x5d) return data[at + 1] === 0x31 || data[at + 1] === 0x34 ? COLOR_COST : STRING_COST;
    // Saved and restored cursors, character sets, keypads, the end of a string.
    return code !== undefined && "78=>()*+-./\\".includes(String.fromCharCode(code)) ? 1 : all;
  };

  let cost = 0;
  let at = from;
  for (const end = Math.min(data.length, from + MAX_PIECE_BYTES); at < end; at++) {
    const code = data[at]!;
    cost += byteCost;
    if (code === ESC) cost += escapeCost(at + 1);
    else if (code >= LF && code <= FF) cost += lineCost;
    else if (code === C1_LEAD && !(data[at + 1]! >= 0xa0)) cost += all;
    if (cost > MAX_PIECE_COST && at > from) break;
  }
  return at;
}
