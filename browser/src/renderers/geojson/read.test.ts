import { ok } from "node:assert/strict";
import { test } from "node:test";
import { exponent, finish, shapesOf } from "../../shared/testing.ts";
import { placeShapes } from "./antimeridian.ts";
import { read } from "./read.ts";

test("effort grows as the map does, whatever its shape", async () => {
  for (const { name, build } of shapesOf("application/geo+json")) {
    const work = (text: string): void => {
      try {
        finish(placeShapes(finish(read(JSON.parse(text)))));
      } catch {
        // What is no GeoJSON ends early.
      }
    };
    const power = await exponent(work, build, 20_000);
    ok(power <= 1.2, `${name}: ${power}`);
  }
});
