import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { copyOf } from "./copy.ts";

test("JSON values and bytes are copied", () => {
  const value = { a: [1, "x", true, null, { b: [] }], c: 1.5 };
  deepEqual(copyOf(value), value);
  deepEqual(copyOf([NaN, Infinity, new Map(), new Date(0), 5n, undefined]), [null, null, null, null, null, null]);
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const [part, whole] = copyOf([bytes.subarray(1, 3), bytes.buffer]) as [DataView, DataView];
  ok(part instanceof DataView);
  deepEqual([part.byteLength, part.getUint8(0), whole.byteLength], [2, 2, 4]);
});

test("what a frame could send is bounded", () => {
  const circle: Record<string, unknown> = {};
  circle.a = circle.b = circle;
  equal(copyOf(circle), undefined);
  equal(copyOf(Array.from({ length: 200_000 }, () => 0)), undefined);
  let deep: unknown = 0;
  for (let level = 0; level < 10_000; level++) deep = [deep];
  equal(copyOf(deep), undefined);
  const copied = copyOf(JSON.parse('{"__proto__": {"polluted": 1}, "a": 1}')) as object;
  deepEqual(Object.keys(copied), ["a"]);
});
