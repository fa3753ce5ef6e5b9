/** Looks through all of a value, in slices. */

import { childOf, isBranch, keysOf, leafText, sizeOf } from "./nodes.ts";
import { searchPattern } from "../../shared/text.ts";

/** A value on the way to a match; the ways of many share their beginnings. */
export interface Path {
  readonly up: Path | undefined;
  readonly at: number;
}

/** Values between two pauses; matches that are kept. */
const SLICE_VALUES = 2000;
const MAX_MATCHES = 100_000;

interface Frame {
  readonly value: object;
  readonly keys: readonly string[] | undefined;
  readonly size: number;
  readonly way: Path | undefined;
  at: number;
}

/** Adds to `found` the paths to values whose key or text contains the query, ignoring case. */
export function* search(root: unknown, query: string, found: Path[]): Generator<void, void> {
  const wanted = searchPattern(query);
  const above = new Set<object>();
  const stack: Frame[] = [];
  let steps = 0;
  const enter = (value: object, way: Path | undefined): void => {
    if (above.has(value)) return;
    above.add(value);
    stack.push({ value, keys: keysOf(value), size: sizeOf(value), way, at: 0 });
  };
  const holds = (value: unknown): boolean =>
    !isBranch(value) && wanted.test(typeof value === "string" ? value : leafText(value));

  if (isBranch(root)) enter(root, undefined);
  else if (holds(root)) found.push({ up: undefined, at: 0 });
  for (let top = stack.at(-1); top && found.length < MAX_MATCHES; top = stack.at(-1)) {
    if (++steps % SLICE_VALUES === 0) yield;
    if (top.at === top.size) {
      above.delete(top.value);
      stack.pop();
      continue;
    }
    const at = top.at++;
    const child = childOf(top.value, at, top.keys);
    const matches = (top.keys && wanted.test(top.keys[at]!)) || holds(child);
    const way = matches || isBranch(child) ? { up: top.way, at } : undefined;
    if (matches) found.push(way!);
    if (isBranch(child)) enter(child, way);
  }
}
