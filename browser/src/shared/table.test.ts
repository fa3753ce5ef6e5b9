import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../spec/vectors/kinds.json";
import { keyOf, kindOf } from "./table.ts";

test("the kinds of cells, which both languages share", () => {
  for (const [kind, texts] of Object.entries(vectors))
    for (const text of texts)
      if (kind === "missing")
        for (const [other, one] of [
          ["number", "1"],
          ["boolean", "true"],
        ] as const)
          equal(kindOf([text, one]), other, text);
      else equal(kindOf([text]), kind, text);
});

test("dates sort by their time, however it is written", () => {
  const texts = [
    "0001-01-01",
    "0099-12-31",
    "2024-01-01T23:59:59.9999+00:00",
    "2024-01-02 09:00:00,0001+09",
    "2024-01-01 19:30:00.001-0430",
    "2024/1/2 0:01",
    "2024-1-2T3:04Z",
    "2024-01-02 03:04:01 UTC",
  ];
  const keys = texts.map((text) => keyOf(text, "date") as number);
  deepEqual(
    [...keys].sort((a, b) => a - b),
    keys,
  );
  ok(keys.every(Number.isFinite));
  equal(keys[0], -62_135_596_800_000);
  equal(keyOf("no date", "date"), "no date");
});
