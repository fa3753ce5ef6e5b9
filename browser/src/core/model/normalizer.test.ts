import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../../spec/vectors/normalize.json";
import type { PlacedItem } from "../../shared/items.ts";
import { join, normalize as read } from "./normalizer.ts";

interface Case {
  name: string;
  input: unknown;
  items: object[];
}

const normalize = (value: unknown): PlacedItem[] => read(value).items;

/**
 * Envelopes are opened by a chunk (renderers/envelope/envelope.test.ts), and what is rare is read by one
 * (tests/browser/test_normalize.py has all cases).
 */
const cases = (vectors as Case[]).filter(
  ({ input }) => !JSON.stringify(input).includes("urn:backendai:media") && !read(input).isRare,
);
const indexes = (items: PlacedItem[]): number[] => items.map(({ index }) => index);

test("the same items in both languages", () => {
  ok(cases.length > 90);
  for (const { name, input, items } of cases) {
    const found = join(normalize(input));
    const expected = items.map((item, place) => ({ ...item, index: found[place]?.index }));
    deepEqual(found, expected, name);
  }
});

test("an item knows its position in the caller's list", () => {
  const result = {
    console: [
      ["stdout", "a"],
      ["html", "b"],
    ],
    status: "finished",
  };
  deepEqual(indexes(normalize([["stdout", "a"], [["html", "b"], 5], result])), [0, 1, 1, 2, 2]);
  deepEqual(indexes(normalize({ console: [["html", "a"], 5] })), [0, 1]);
  deepEqual(indexes(normalize(["html", "a"])), [0]);
});

test("streams are joined", () => {
  const items = normalize([
    ["stdout", "a"],
    ["stdout", "b"],
    ["stderr", "c"],
    ["stdout", "d"],
  ]);
  const joined = join(items);
  deepEqual(
    joined.map((item) => item.kind === "stream" && [item.name, item.text, item.index]),
    [
      ["stdout", "ab", 0],
      ["stderr", "c", 2],
      ["stdout", "d", 3],
    ],
  );
  equal(items.length, 4);
});

test("names of types do not reach what objects inherit", () => {
  deepEqual(normalize({ output_type: "constructor" })[0]?.kind, "invalid");
  const [item] = normalize(["__proto__", "a"]);
  ok(item?.kind === "media");
  deepEqual(Object.keys(item.data), ["__proto__"]);
});
