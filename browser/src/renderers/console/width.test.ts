import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { columnsOf } from "./width.ts";

test("columns of East Asian text, emoji and combining marks", () => {
  for (const [text, columns] of [
    ["plain", 5],
    ["한글", 4],
    ["日本語a", 7],
    ["ｱｲ", 2],
    ["Ａ", 2],
    ["é", 1],
    ["e\u0301", 1],
    ["👩‍👩‍👧", 2],
    ["🇰🇷", 2],
    ["🇰🇯", 2],
    ["🇰", 1],
    ["a\tb", 9],
    ["a\u200b", 1],
    ["\u200b", 1],
    ["\u0301a", 2],
    ["\t\u0301", 9],
  ] as const)
    equal(columnsOf(text).length, columns, JSON.stringify(text));
});

test("a grapheme stands in its first column", () => {
  deepEqual(columnsOf("a한e\u0301"), ["a", "한", "", "e\u0301"]);
});
