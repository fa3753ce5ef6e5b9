/** For unit tests. */

import shapes from "../../../spec/vectors/steady.json";

/** Runs sliced work to its end, and returns what it returns. */
export function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

interface Shape {
  readonly name: string;
  readonly of: readonly string[];
  readonly head?: string;
  readonly unit: string;
  readonly middle?: string;
  readonly close?: string;
  readonly tail?: string;
}

const repeated = (unit: string, count: number): string =>
  /\{[ij]\}/.test(unit)
    ? Array.from({ length: count }, (_, n) => unit.replaceAll("{i}", `${n}`).replaceAll("{j}", `${n - 1}`)).join("")
    : unit.repeat(count);

/** The shapes of inputs of a type in spec/vectors/steady.json: names, and functions that build one of `count` repetitions. */
export const shapesOf = (type: string): [name: string, build: (count: number) => string][] =>
  (shapes as Shape[])
    .filter(({ of }) => of.includes(type))
    .map(({ name, head = "", unit, middle = "", close = "", tail = "" }) => [
      name,
      (count) => head + repeated(unit, count) + middle + repeated(close, count) + tail,
    ]);

/** Methods, and how many steps a call takes. */
const COUNTED: [prototype: object, name: PropertyKey, steps: (self: never, found: never) => number][] = [
  [String.prototype, "charCodeAt", () => 1],
  [String.prototype, "indexOf", (self: string, found: number) => (found < 0 ? self.length : 1)],
  [String.prototype, "slice", (_, found: string) => 1 + found.length],
  [String.prototype, "replaceAll", (self: string) => 1 + self.length],
  [RegExp.prototype, "test", () => 1],
  [Array.prototype, "push", () => 1],
  [Array.prototype, "slice", (_, found: unknown[]) => 1 + found.length],
  [Array.prototype, "map", (self: unknown[]) => 1 + self.length],
  [Array.prototype, Symbol.iterator, (self: unknown[]) => 1 + self.length],
  [Map.prototype, "get", () => 1],
  [Map.prototype, "set", () => 1],
  [JSON, "parse", (_, found: unknown) => (Array.isArray(found) ? 1 + found.length : 1)],
];

/** How many steps of text, lists and maps something takes. */
export function effort(run: () => unknown): number {
  let count = 0;
  const before = COUNTED.map(([prototype, name]) => Reflect.get(prototype, name) as (...values: unknown[]) => unknown);
  COUNTED.forEach(([prototype, name, steps], at) => {
    const original = before[at]!;
    Reflect.set(prototype, name, function (this: unknown, ...values: unknown[]) {
      const found = Reflect.apply(original, this, values);
      count += (steps as (self: unknown, found: unknown) => number)(this, found);
      return found;
    });
  });
  try {
    run();
  } finally {
    COUNTED.forEach(([prototype, name], at) => Reflect.set(prototype, name, before[at]));
  }
  return count;
}

/** With which power of an input's size its effort grows. */
export function growth(build: (count: number) => string, run: (input: string) => unknown): number {
  const [small, large] = [1000, 4000].map((count) => {
    const input = build(count);
    return effort(() => run(input));
  }) as [number, number];
  return Math.log(large / small) / Math.log(4);
}
