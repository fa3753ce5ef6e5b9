import { deepEqual } from "node:assert/strict";
import { env } from "node:process";
import { test } from "node:test";
import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { Terminal } from "@xterm/xterm";
import { finish } from "../../shared/testing.ts";
import { pack } from "./lines.ts";
import { Screen } from "./screen.ts";
import { columnsOf } from "./width.ts";

const STREAMS = env["BACKENDAI_TEST_FULL"] === "1" ? 300 : 20;
const [ROWS, COLUMNS] = [60, 2000];

let seed = 1;
const below = (count: number): number => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor(((seed >>> 8) / 2 ** 24) * count);
};
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;

/** The cursor's row and the last one, below which ours does not go. */
let at = { row: 0, last: 0 };
const move = (): string => {
  const count = 1 + below(5);
  const final = pick([..."ABCDGKKKJ"]);
  if (final === "A") at.row = Math.max(0, at.row - count);
  if (final === "J") at.last = at.row;
  if (final === "J" || final === "K") return `\x1b[${final === "K" ? below(3) : 0}${final}`;
  if (final !== "B") return `\x1b[${count * (final === "G" ? 4 : 1)}${final}`;
  const down = Math.min(count, at.last - at.row);
  at.row += down;
  return down ? `\x1b[${down}B` : "\r";
};
const ascii = (): string => pick(["a", "bc", "def", "wxyz", "0123456789", " ", "####"]);
const wide = (): string =>
  pick(["漢", "字漢", "한", "日本語", "🙂", "👍", "👍🏽", "🇰🇷", "❤️", "👩‍🚀", "e\u0301", "\u0301"]);
const control = (): string => pick(["\r", "\n", "\b", "\b\b"]);
const tab = (): string => "\t";

function stream(kinds: readonly (() => string)[]): string {
  let text = "";
  at = { row: 0, last: 0 };
  for (let i = below(30) + 5; i > 0; i--) {
    const part = pick(kinds)();
    if (part === "\n") at.last = Math.max(at.last, ++at.row);
    text += part;
  }
  return text;
}

/** Without the blanks at the ends of lines and the empty lines at the end, which no one sees. */
const trimmed = (lines: string[]): string[] =>
  lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd()
    .split("\n");

const terminal = new Terminal({ allowProposedApi: true, rows: ROWS, cols: COLUMNS, convertEol: true, logLevel: "off" });
terminal.loadAddon(new UnicodeGraphemesAddon());

async function expected(text: string): Promise<string[]> {
  terminal.reset();
  // The sequence ends what a next accent could belong to, which a reset does not.
  await new Promise<void>((resolve) => terminal.write(`\x1b[m${text}`, resolve));
  return trimmed(
    Array.from({ length: ROWS }, (_, row) => terminal.buffer.active.getLine(row)!.translateToString(true)),
  );
}

function shown(messages: readonly string[]): string[] {
  const screen = new Screen();
  for (const message of messages) finish(screen.write(message));
  return screen.lines.map((line) => pack([line], true).text);
}

const spread = (line: string): string =>
  columnsOf(line)
    .map((cell, column) => (cell === "\t" ? " ".repeat(8 - (column % 8)) : cell))
    .join("");

for (const [name, kinds] of Object.entries({
  ascii: [ascii, control],
  moves: [ascii, control, move, move],
  tabs: [ascii, control, tab],
  wide: [ascii, wide, control],
  all: [ascii, wide, control, tab, move],
}))
  test(`as in xterm.js: ${name}`, async () => {
    for (let i = 0; i < STREAMS; i++) {
      const text = stream(kinds);
      const found = shown([text]);
      deepEqual(trimmed(found.map(spread)), await expected(text), JSON.stringify(text));
      const cut = below(text.length);
      deepEqual(shown([text.slice(0, cut), text.slice(cut)]), found, JSON.stringify([text, cut]));
    }
  });
