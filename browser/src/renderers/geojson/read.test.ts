import { ok } from "node:assert/strict";
import { test } from "node:test";
import { finish, growth, shapesOf } from "../../shared/testing.ts";
import { placeShapes } from "./antimeridian.ts";
import { read } from "./read.ts";

test("effort grows as the map does, whatever its shape", () => {
  for (const [name, build] of shapesOf("application/geo+json")) {
    const found = growth(build, (text) => {
      try {
        finish(placeShapes(finish(read(JSON.parse(text)))));
      } catch {
        // What is no GeoJSON ends early.
      }
    });
    ok(found < 1.2, `${name}: ${found}`);
  }
});
