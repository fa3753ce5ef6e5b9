import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../../spec/vectors/widget_numbers.json";
import { formatNumber, readNumbers } from "./format.ts";

test("numbers as readouts ask for them", () => {
  // As d3-format writes them, which ipywidgets names as its language.
  const cases = vectors as [number, string, string][];
  deepEqual(
    cases.map(([value, format]) => formatNumber(value, format)),
    cases.map(([, , text]) => text),
  );
  equal(formatNumber(Number.NaN, "d"), "NaN");
  equal(formatNumber(Number.POSITIVE_INFINITY, ".2f"), "Infinity");
});

test("what a person writes as numbers", () => {
  deepEqual(readNumbers("−3"), [-3]);
  deepEqual(readNumbers("1,234.5"), [1234.5]);
  deepEqual(readNumbers("2 – 7.5"), [2, 7.5]);
  deepEqual(readNumbers("1e3 and .5"), [1000, 0.5]);
  deepEqual(readNumbers("none"), []);
  equal(readNumbers("9".repeat(100_000)).length, 1);
});
