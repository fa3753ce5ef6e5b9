import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../../spec/vectors/interactive.json";
import { Grid } from "./grid.ts";

interface Vector {
  name: string;
  payload: unknown;
  chosen?: Record<string, number[]>;
  outputs?: Record<string, object[]>;
  nearest?: [number[], number][];
  /** What does not work. */
  broken?: "read" | "state";
}

/** Without what is missing. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

for (const { name, payload, chosen = {}, outputs = {}, nearest = [], broken } of vectors as unknown as Vector[]) {
  test(name, async () => {
    if (broken === "read") return throws(() => new Grid(payload), /Expected/);
    const grid = new Grid(payload);
    const first = await grid.outputs(grid.first).catch((error: unknown) => error);
    if (broken) return ok(first instanceof Error);
    for (const [state, numbers] of Object.entries(chosen)) deepEqual(grid.chosen(Number(state)), numbers);
    for (const [numbers, state] of nearest) equal(grid.nearest(numbers), state, `${numbers}`);
    for (const [state, shown] of Object.entries(outputs)) deepEqual(plain(await grid.outputs(Number(state))), shown);
  });
}
