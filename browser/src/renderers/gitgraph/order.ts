/** An order in which parents come before children, whatever the order of the data. Python's `order.py` does the same. */

import { type Nodes, SLICE_COMMITS } from "./nodes.ts";

const NEW = 0;
const OPEN = 1;
const DONE = 2;

/** → the commits' numbers. A link that closes a cycle becomes -1 in `parents`, and a problem. */
export function* sort({ places, parents, starts, firsts, problems }: Nodes): Generator<void, Int32Array> {
  const order = new Int32Array(places.length);
  const states = new Uint8Array(places.length);
  const stack: number[] = [];
  let count = 0;
  let steps = 0;
  for (let number = 0; number < places.length; number++) {
    stack.push(number);
    while (stack.length) {
      const top = stack.at(-1)!;
      if (states[top] === NEW) {
        states[top] = OPEN;
        for (let index = starts[top + 1]! - 1; index >= starts[top]!; index--) {
          const parent = parents[index]!;
          if (states[parent] === NEW) stack.push(parent);
          else if (states[parent] === OPEN) {
            parents[index] = -1;
            if (firsts[top] === parent) firsts[top] = -1;
            problems.push(["cycle", places[top]!, ""]);
          }
        }
      } else {
        if (states[top] === OPEN) {
          states[top] = DONE;
          order[count++] = top;
        }
        stack.pop();
      }
      if (++steps % SLICE_COMMITS === 0) yield;
    }
  }
  return order;
}
