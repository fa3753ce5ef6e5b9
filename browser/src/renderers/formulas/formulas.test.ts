import { deepEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { formulasIn } from "./index.ts";

/** The formulas found, and the steps that it took. */
function found(text: string): [formulas: string[], steps: number] {
  const work = formulasIn(text);
  for (let steps = 1; ; steps++) {
    const { done, value } = work.next();
    if (done) return [value.map(([from, to]) => text.slice(from, to)), steps];
  }
}

test("pairs of delimiters", () => {
  for (const [text, formulas] of [
    ["a $$b$$ \\(c\\) \\[d\ne\\] f", ["$$b$$", "\\(c\\)", "\\[d\ne\\]"]],
    ["$$ \\text{a \\(b\\)} $$", ["$$ \\text{a \\(b\\)} $$"]],
    ["\\(a $$b$$", ["$$b$$"]],
    ["\\[a\\) b\\]", ["\\[a\\) b\\]"]],
    ["$a$, $5 and $10, \\$$ b $$, \\\\(c\\\\)", []],
    ["$$ - $$$, $$$$, $$ $$, \\(\\)", []],
  ] as const)
    deepEqual(found(text)[0], formulas, text);
});

test("steps are in proportion to the text", () => {
  for (const unit of ["$$", "\\(", "\\(a\\)", "$$a \\[", "\\"]) {
    const [some, more] = [found(unit.repeat(10_000))[1], found(unit.repeat(40_000))[1]];
    ok(more <= 4 * some + 4, unit);
  }
});
