import { ok } from "node:assert/strict";
import { test } from "node:test";
import { exponent, finish, shapesOf } from "../../shared/testing.ts";
import { pack } from "./lines.ts";
import { Screen } from "./screen.ts";

/** Beyond a line's greatest length, up to which the work for a change may grow with it. */
const SIZE = 10_000;

const read = (text: string): void => {
  const screen = new Screen();
  finish(screen.write(text));
  for (let block; (block = screen.takeBlock());) pack(block);
  pack(screen.lines, true);
};

test("work is in proportion to the text, whatever its shape", async () => {
  const shapes = shapesOf("stdout");
  ok(shapes.length > 10);
  for (const { name, build } of shapes) {
    const power = await exponent(read, build, SIZE);
    ok(power <= 1.2, `${name}: ${power}`);
  }
});
