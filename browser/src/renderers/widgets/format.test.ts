import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { formatNumber, readNumbers } from "./format.ts";

test("numbers as readouts ask for them", () => {
  // As d3-format writes them, which ipywidgets names as its language.
  const cases: [number, string, string][] = [
    [7, "d", "7"],
    [-7.6, "d", "−8"],
    [2.5, ".2f", "2.50"],
    [-0.001, ".2f", "0.00"],
    [100, ".3g", "100"],
    [1234567, ".3g", "1.23e+6"],
    [0.0001234, ".3g", "0.000123"],
    [1234567.891, ",.1f", "1,234,567.9"],
    [0.256, ".1%", "25.6%"],
    [1234, ".2s", "1.2k"],
    [0.00012, ".2s", "120µ"],
    [3, "+d", "+3"],
    [1.5, "", "1.5"],
    [1e300, "d", "1.00000000000000005250e+300"],
    [5, "<script>", "5"],
    [Number.NaN, "d", "NaN"],
    [Number.POSITIVE_INFINITY, ".2f", "Infinity"],
  ];
  deepEqual(
    cases.map(([value, format]) => formatNumber(value, format)),
    cases.map(([, , text]) => text),
  );
});

test("what a person writes as numbers", () => {
  deepEqual(readNumbers("−3"), [-3]);
  deepEqual(readNumbers("1,234.5"), [1234.5]);
  deepEqual(readNumbers("2 – 7.5"), [2, 7.5]);
  deepEqual(readNumbers("1e3 and .5"), [1000, 0.5]);
  deepEqual(readNumbers("none"), []);
  equal(readNumbers("9".repeat(100_000)).length, 1);
});
