import { equal } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../../spec/vectors/themes.json";
import { finish } from "../../shared/testing.ts";
import { themed } from "./theme.ts";

test("style sheets follow the page's theme", () => {
  for (const { name, css, classes = [], theme, themed: expected } of vectors) {
    equal(finish(themed(css, new Set(classes), theme as "dark" | undefined)), expected, name);
  }
});
