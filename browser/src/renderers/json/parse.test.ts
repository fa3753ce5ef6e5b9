import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { test } from "node:test";
import { finish } from "../../shared/testing.ts";
import { pathText, write } from "./nodes.ts";
import { Digits, Pairs, parse } from "./parse.ts";

const read = (text: string): unknown => finish(parse(text, () => {}));
const written = (value: unknown): string => [...write(value)].join("");

test("what JSON.parse reads, written again, is the same", () => {
  const values = [{}, [], { a: [1, -2.5e-3, 'x\n"\\\u2028😀', null, true, false, { b: {} }] }, [[[]], {}]];
  for (const value of values) deepEqual(JSON.parse(written(read(JSON.stringify(value)))), value);
});

test("order, repeated keys and digits are kept", () => {
  const value = read('{"b": 1, "a": 2, "b": 12345678901234567890, "__proto__": -0, "c": 1e999}');
  ok(value instanceof Pairs);
  deepEqual(value.keys, ["b", "a", "b", "__proto__", "c"]);
  ok(value.values[2] instanceof Digits);
  equal(written(value), '{\n  "b": 1,\n  "a": 2,\n  "b": 12345678901234567890,\n  "__proto__": -0,\n  "c": 1e999\n}');
});

test("numbers are what was sent, those that are no JSON included", () => {
  for (const text of [
    "1.0",
    "-0",
    "-0.0",
    "0",
    "1E-999",
    "1e5",
    "1.50",
    "100000000000000000000",
    "NaN",
    "Infinity",
    "-Infinity",
  ])
    equal(written(read(`[${text}]`)), `[\n  ${text}\n]`);
  deepEqual(read("[0, -1, 1.5, 123456789012345, 1e+21]"), [0, -1, 1.5, 123456789012345, 1e21]);
  for (const text of ["[NaN1]", "[-NaN]", "[+Infinity]", "[Inf]"]) throws(() => read(text), /^SyntaxError/, text);
});

test("what is copied of a deep value is as long as that", () => {
  const depth = 20_000;
  const text = '[{"a": '.repeat(depth) + "[1, 2]" + "}]".repeat(depth);
  const copied = written(read(text));
  ok(copied.length < 2 * text.length, `${copied.length}`);
  equal(copied.replace(/\s/g, ""), text.replace(/\s/g, ""));
  ok(copied.includes('[{"a": [{"a": [1, 2]}]}]'));
});

test("a nesting that JSON.parse would not survive", () => {
  const depth = 200_000;
  let value = read("[".repeat(depth) + "]".repeat(depth));
  let levels = 0;
  for (; Array.isArray(value); value = value[0]) levels++;
  equal(levels, depth);
});

test("what is no JSON is refused, with the place", () => {
  for (const text of ["[1,]", '{"a" 1}', "[01]", "[1 2]", "[nulls]", "[1", '{"a": 1,}', '["\\x"]', "[1] 2"])
    throws(() => read(text), /^SyntaxError: .* at character \d+$/, text);
});

test("a way to a value", () => {
  equal(pathText(["a", 0, "b c", "$d"]), '$.a[0]["b c"].$d');
});
