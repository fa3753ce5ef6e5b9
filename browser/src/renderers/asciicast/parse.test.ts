import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { RECORDING_MAX_CELLS, RECORDING_MAX_LINE_LENGTH } from "../../shared/spec.ts";
import { exponent, finish, shapesOf } from "../../shared/testing.ts";
import { parse, sizeOf } from "./parse.ts";

const HEAD = '{"version":2,"width":80,"height":24}\n';

test("effort grows as the recording does, whatever its shape", async () => {
  for (const { name, build } of shapesOf("application/vnd.asciinema.asciicast")) {
    const work = (text: string): void => {
      try {
        finish(parse(text, undefined));
      } catch {
        // What is no recording ends early.
      }
    };
    const power = await exponent(work, build, 20_000);
    ok(power <= 1.2, `${name}: ${power}`);
  }
});

test("a screen has so many cells", () => {
  const [columns, rows] = sizeOf("1000x400")!;
  equal(columns * rows, RECORDING_MAX_CELLS);
  const cast = finish(parse('{"version":2,"width":1000,"height":400}\n', undefined));
  equal(cast.columns * cast.rows, RECORDING_MAX_CELLS);
  equal(`${sizeOf("80x24")}`, "80,24");
});

test("an event that is too long is left out and counted", () => {
  const cast = finish(parse(`${HEAD}[1,"o","${"a".repeat(RECORDING_MAX_LINE_LENGTH)}"]\n[2,"o","b"]`, undefined));
  equal(cast.bad, 1);
  equal(cast.events.length, 1);
});
