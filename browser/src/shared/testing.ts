/** For unit tests: sliced work, the shapes of inputs, and how work grows with their size. */

import { Session } from "node:inspector/promises";
import { env } from "node:process";
import rows from "../../../spec/vectors/steady.json";

/** Runs sliced work to its end, and returns what it returns. */
export function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

interface Coverage {
  result: { functions: { ranges: { count: number }[] }[] }[];
}

interface Shape {
  name: string;
  of: string[];
  head?: string;
  unit: string;
  middle?: string;
  close?: string;
  tail?: string;
}

const repeated = (unit: string, first: number, count: number): string =>
  /\{[ij]\}/.test(unit)
    ? Array.from({ length: count }, (_, i) =>
        unit.replaceAll("{i}", `${first + i}`).replaceAll("{j}", `${first + i - 1}`),
      ).join("")
    : unit.repeat(count);

/** The quickest tests are wanted. */
export const isUnitTier = env["BACKENDAI_TEST_UNIT"] === "1";
/** Of the shapes of a type every fourth is tried, and all in the full tier. */
const STEP = env["BACKENDAI_TEST_FULL"] === "1" ? 1 : 4;

/** The shapes of inputs of a type: their names, and a function that builds one of about `size` UTF-16 units. */
export const shapesOf = (type: string): { name: string; build(size: number): string }[] =>
  (rows as Shape[])
    .filter((shape) => shape.of.includes(type))
    .filter((_, index) => index % STEP === 0)
    .map(({ name, head = "", unit, middle = "", close = "", tail = "" }) => ({
      name,
      build(size) {
        const each = repeated(unit, 1000, 1).length + repeated(close, 1000, 1).length;
        const count = Math.max(1, Math.floor((size - head.length - middle.length - tail.length) / each));
        return head + repeated(unit, 0, count) + middle + repeated(close, 0, count) + tail;
      },
    }));

/** Methods of texts that read all of them. */
const WHOLE = ["split", "replace", "replaceAll", "trim", "toLowerCase", "matchAll"] as const;

/** Counts the characters that methods of the language read, which no count of executions tells, until `undo` is called. */
function countReads(): { reads: number; undo(): void } {
  const found = { reads: 0, undo: () => undone.forEach((again) => again()) };
  const undone: (() => void)[] = [];
  const watch = (
    prototype: object,
    name: string,
    cost: (self: never, given: never[], result: never) => number,
  ): void => {
    const kept = Object.getOwnPropertyDescriptor(prototype, name)!;
    const method = kept.value as (...given: unknown[]) => unknown;
    undone.push(() => Object.defineProperty(prototype, name, kept));
    const value = function (this: { lastIndex?: number }, ...given: never[]): unknown {
      const from = this.lastIndex;
      const result = method.apply(this, given);
      found.reads += cost({ text: this, from } as never, given, result as never);
      return result;
    };
    Object.defineProperty(prototype, name, { ...kept, value });
  };
  for (const name of WHOLE) watch(String.prototype, name, ({ text }: { text: string }) => text.length);
  watch(
    String.prototype,
    "indexOf",
    ({ text }: { text: string }, [, from = 0]: number[], at: number) => (at < 0 ? text.length : at) - from,
  );
  watch(
    RegExp.prototype,
    "exec",
    ({ text, from }: { text: RegExp; from: number }, [given]: string[], match: RegExpExecArray | null) =>
      match
        ? match[0].length + match.index - (text.global || text.sticky ? from : 0)
        : text.sticky
          ? 1
          : `${given}`.length - from,
  );
  return found;
}

/** Operations of `work`: how often blocks of code are executed, in libraries too, and characters that are read. */
export async function countOperations(work: () => void): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
    await session.post("Profiler.takePreciseCoverage");
    const counted = countReads();
    try {
      work();
    } finally {
      counted.undo();
    }
    const { result } = (await session.post("Profiler.takePreciseCoverage")) as Coverage;
    const ranges = result.flatMap(({ functions }) => functions.flatMap((one) => one.ranges));
    return ranges.reduce((sum, { count }) => sum + count, counted.reads);
  } finally {
    session.disconnect();
  }
}

/** With which power of the size the operations of `work` grow, from `size` to four times that. */
export async function exponent(
  work: (text: string) => void,
  build: (size: number) => string,
  size: number,
): Promise<number> {
  const counts: number[] = [];
  // The first is for what is made once.
  for (const factor of [0.1, 1, 4]) {
    const text = build(size * factor);
    counts.push(await countOperations(() => work(text)));
  }
  return Math.log2(counts[2]! / counts[1]!) / 2;
}
