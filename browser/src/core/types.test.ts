import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../spec/vectors/types.json";
import { isJson, typeName } from "../shared/media-types.ts";
import { entryOf, types } from "./types.ts";

interface Vectors {
  names: { given: string; type: string; json: boolean; row: string | null }[];
  bundles: { given: string[]; shown: string[] }[];
}

const { names, bundles } = vectors as Vectors;

test("a type's name, whether it is JSON, and its row", () => {
  for (const { given, type, json, row } of names) {
    equal(typeName(given), type, given);
    equal(isJson(type), json, given);
    equal(entryOf(type), row === null ? undefined : types.get(row), given);
  }
});

test("which type of a bundle shows", () => {
  for (const { given, shown } of bundles) {
    const ranked = given
      .filter((type) => entryOf(type))
      .sort((a, b) => (entryOf(b)?.rank ?? 0) - (entryOf(a)?.rank ?? 0));
    deepEqual(ranked, shown);
  }
});
