import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { encode } from "./bytes.ts";
import { pieceEnd } from "./output-cost.ts";

const SCREEN = { rows: 24, columns: 80, markers: 0 };

/** The lengths of the pieces of a text. */
function pieces(text: string, screen = SCREEN): number[] {
  const data = encode(text);
  const found: number[] = [];
  for (let from = 0, end; from < data.length; from = end) found.push((end = pieceEnd(data, from, screen)) - from);
  return found;
}

test("ordinary output is parsed in large pieces", () => {
  const [prompt, paint] = ["\x1b[1;32mfile\x1b[0m  \x1b[K\r", "\x1b[12;34Hword\x1b[1m\x1b[38;5;200mx"];
  for (const text of ["words and words ", prompt, paint, "가나다"])
    ok(
      pieces(text.repeat(2000)).every((size, at, all) => size > 8000 || at === all.length - 1),
      text,
    );
});

test("pieces put together are the output", () => {
  for (const text of ["", "a", "\x1b[2J\x1b[", "\x1b", "é\x1b[L", "\u009b2J"])
    equal(
      pieces(text).reduce((sum, size) => sum + size, 0),
      encode(text).length,
    );
});

test("what clears and scrolls is parsed in small pieces, on larger screens in smaller ones", () => {
  for (const unit of [
    "\x1b[2J",
    "\x1b[3L",
    "\x1b[T",
    "\x1bc",
    "\x1b#8",
    "\x1b[?1049h",
    "\x1b[1 @",
    "\u009b2J",
    "\x1b\n[2J",
  ]) {
    const small = Math.max(...pieces(unit.repeat(500)));
    const large = Math.max(...pieces(unit.repeat(500), { rows: 200, columns: 200, markers: 0 }));
    ok(small < 300, `${JSON.stringify(unit)}: ${small}`);
    ok(large <= 2 * unit.length, `${JSON.stringify(unit)}: ${large}`);
  }
});

test("repeated characters count as often as they are printed", () => {
  ok(Math.max(...pieces("x\x1b[900b".repeat(50))) < 40);
  ok(Math.max(...pieces("x\x1b[2b".repeat(500))) > 1000);
});

test("lines cost more the more there is to move", () => {
  const many = Math.max(...pieces("\n".repeat(5000), { ...SCREEN, markers: 5000 }));
  ok(many < 10, `${many}`);
});

test("every piece has a byte at least", () => {
  deepEqual(pieces("\x1bc\x1bc", { rows: 1000, columns: 1000, markers: 9000 }), [1, 1, 1, 1]);
});
