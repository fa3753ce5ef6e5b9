import { ok } from "node:assert/strict";
import { test } from "node:test";
import { exponent, finish, isUnitTier, shapesOf } from "../../shared/testing.ts";
import { parse, write } from "./parse.ts";

/** Beyond what a paragraph may cost, up to which the work for it may grow faster. */
const SIZE = 8_000;

const read = (text: string): void => void finish(write(finish(parse(text))));

test("work is in proportion to the text, whatever its shape", async () => {
  const shapes = shapesOf("text/markdown");
  ok(shapes.length > 20);
  for (const [place, { name, build }] of shapes.entries()) {
    // Each takes half a second.
    if (isUnitTier && place % 5) continue;
    const power = await exponent(read, build, SIZE);
    ok(power <= 1.2, `${name}: ${power}`);
  }
});
