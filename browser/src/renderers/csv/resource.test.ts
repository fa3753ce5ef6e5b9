import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { jsonText } from "../../shared/json-text.ts";
import { TABLE_MAX_COLUMNS } from "../../shared/spec.ts";
import { exponent, finish, shapesOf } from "../../shared/testing.ts";
import { readResource } from "./resource.ts";

test("effort grows as the table does, whatever its shape", async () => {
  for (const { name, build } of shapesOf("application/vnd.dataresource+json")) {
    // Nested deeply, JSON is only read at all where it is short.
    const work = (text: string): void => {
      const { columns, rows } = finish(readResource(JSON.parse(text)));
      for (const column of columns.slice(0, 20))
        for (let row = 0; row < Math.min(20, rows); row++) column.text(row, 250);
    };
    const power = await exponent(work, build, 20_000);
    ok(power <= 1.2, `${name}: ${power}`);
  }
});

test("of very many columns the first ones are there, and the others are counted", () => {
  const fields = Array.from({ length: TABLE_MAX_COLUMNS + 3 }, (_, n) => ({ name: `a${n}` }));
  const table = finish(readResource({ data: [{ a1: 5 }], schema: { fields } }));
  equal(table.columns.length, TABLE_MAX_COLUMNS);
  equal(table.omitted, 3);
});

test("values as JSON, whole and shortened", () => {
  for (const value of [null, 1.5, 'é"', [], {}, [1, [true, "x"]], { a: { "b\n": [null] }, c: "" }])
    equal(jsonText(value, 1000), JSON.stringify(value));
  const short = jsonText({ a: Array.from({ length: 10_000 }, (_, n) => n), b: "c".repeat(10_000) }, 50);
  ok(short.length < 120 && short.startsWith('{"a":[0,1,2,'), short);
  let deep: unknown = 1;
  for (let level = 0; level < 5000; level++) deep = [deep];
  ok(jsonText(deep, 1e6).includes("…"));
});
