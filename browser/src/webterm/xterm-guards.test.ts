import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { Terminal } from "@xterm/xterm";
import {
  TERMINAL_MAX_JOINED_CHARACTERS,
  TERMINAL_MAX_LINK_LINES,
  TERMINAL_MAX_LINKS,
  TERMINAL_MAX_REPEATS,
} from "../shared/spec.ts";
import { encode } from "./bytes.ts";
import { guard } from "./xterm-guards.ts";
import { internals, parseNow } from "./xterm-internals.ts";

const [ROWS, COLUMNS] = [10, 30];

/** A terminal, and what its handlers of sequences would have got: they only write it down. */
function create(recorded: { intermediates?: string; final: string }[] = []) {
  const terminal = new Terminal({ allowProposedApi: true, rows: ROWS, cols: COLUMNS, logLevel: "off" });
  const got: number[] = [];
  terminal.loadAddon(new UnicodeGraphemesAddon());
  for (const sequence of recorded)
    internals(terminal).inputHandler.registerCsiHandler(sequence, ({ params }) => got.push(params[0]!) > 0);
  guard(terminal);
  const write = (text: string, size = Infinity): void => {
    const data = encode(text);
    for (let at = 0; at < data.length; at += size) void parseNow(terminal, data.subarray(at, at + size));
  };
  const line = (row: number): string => terminal.buffer.active.getLine(row)!.translateToString(true);
  return { terminal, got, write, line };
}

test("numbers over the limit arrive at the limit, however they are written and cut", () => {
  for (const [final, most] of [
    ["L", ROWS],
    ["T", ROWS],
    ["P", COLUMNS],
    ["Z", COLUMNS],
    ["b", TERMINAL_MAX_REPEATS],
  ] as const)
    for (const text of [`\x1b[${most + 1}${final}`, `\u009b${most + 1}${final}`, `\x1b[0${most}\r5${final}`])
      for (const size of [1, 2, Infinity]) {
        const { got, write } = create([{ final }]);
        write(`${text}\x1b[2${final}\x1b[${final}`, size);
        deepEqual(got, [most, 2, 0], `${JSON.stringify(text)} by ${size}`);
      }
});

test("numbers of sequences with intermediates", () => {
  const { got, write } = create([
    { intermediates: " ", final: "A" },
    { intermediates: "'", final: "}" },
  ]);
  write(`\x1b[${COLUMNS + 1} A\x1b[3'}`);
  deepEqual(got, [COLUMNS, 3]);
});

test("within the limits everything is as it was", () => {
  const { write, line } = create();
  write("one\r\ntwo\r\n\x1b[2;1H\x1b[2Lthree\x1b[4b\x1b[1;2H\x1b[P\x1b[4;4H!");
  deepEqual([0, 1, 2, 3].map(line), ["oe", "threeeeee", "", "two!"]);
});

test("a cell holds so many joined characters, and the next ones go on", () => {
  const { write, line, terminal } = create();
  const accents = "\u0301".repeat(TERMINAL_MAX_JOINED_CHARACTERS);
  write(`e${accents}x\r\n${"e"}${accents}\u0301x\r\nᄀ\u1161\u11a8`);
  deepEqual([0, 1].map(line), [`e${accents}x`, `e${accents}\u0301x`]);
  const widths = [0, 1, 2].map((row) => terminal.buffer.active.getLine(row)!.getCell(0)!.getChars().length);
  deepEqual(widths, [accents.length + 1, accents.length + 1, 3]);
});

test("links and their lines are counted", () => {
  const { write, terminal } = create();
  write(`\x1b]8;;http://a\x07${"x\r\n".repeat(2 * TERMINAL_MAX_LINK_LINES)}\x1b]8;;\x07`);
  equal(terminal.markers.length, TERMINAL_MAX_LINK_LINES);
  write("\x1b]8;;http://a\x07x\x1b]8;;\x07".repeat(TERMINAL_MAX_LINKS));
  ok(terminal.markers.length <= TERMINAL_MAX_LINKS + TERMINAL_MAX_LINK_LINES);
});
