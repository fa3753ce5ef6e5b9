/** Where commits and their links are drawn: the algorithm that the docstring of Python's `layout.py` specifies. */

import { makeLanes } from "./lanes.ts";
import { type Commit, type Nodes, type Problem, readNodes, STRIDE } from "./nodes.ts";
import { sort } from "./order.ts";

/** A picture in numbers; row 0 is the newest commit. It grows row by row. */
export interface Layout {
  /** By row: position in the item, lane, line. */
  places: number[];
  lanes: number[];
  lines: number[];
  /** By segment: its lane, the row that it begins below, its target's (-1: not there yet), its line. */
  segmentLanes: number[];
  tops: number[];
  bottoms: number[];
  segmentLines: number[];
  /** By link: the child's row, and the segment that leads to the parent. */
  children: number[];
  segments: number[];
  /** Rows, and ids of parents that are not there. */
  dangling: [row: number, oid: string][];
  problems: Problem[];
  width: number;
  /** How many rows there will be. */
  total: number;
}

export const makeLayout = (): Layout => ({
  places: [],
  lanes: [],
  lines: [],
  segmentLanes: [],
  tops: [],
  bottoms: [],
  segmentLines: [],
  children: [],
  segments: [],
  dangling: [],
  problems: [],
  width: 1,
  total: -1,
});

/** Fills `layout`, yielding now and then. Throws where none of several entries is a commit. */
export function* layOut(commits: readonly unknown[], layout: Layout): Generator<void, Layout> {
  const nodes = yield* readNodes(commits);
  if (commits.length && !nodes.places.length) throw new Error("None of the entries is a commit with an oid");
  const order = yield* sort(nodes);
  const place = placer(nodes, mainLine(commits, nodes, order), layout);
  layout.problems = nodes.problems;
  layout.total = order.length;
  for (let row = 0; row < order.length; row++) {
    layout.width = place(order[order.length - 1 - row]!, row);
    if (row % STRIDE === 0) yield;
  }
  return layout;
}

function mainLine(commits: readonly unknown[], { places, firsts, label }: Nodes, order: Int32Array): Uint8Array {
  const main = new Uint8Array(order.length);
  let number = order.findLast((one) => label === undefined || (commits[places[one]!] as Commit).branch === label) ?? -1;
  for (; number >= 0; number = firsts[number]!) main[number] = 1;
  return main;
}

/** → what places a commit in its row, and its links below it, and tells how many lanes there are. */
function placer(
  { places, parents, starts, firsts, dangling }: Nodes,
  main: Uint8Array,
  layout: Layout,
): (number: number, row: number) => number {
  const { segmentLanes, segmentLines, tops, bottoms } = layout;
  const { taken, release, settle, near } = makeLanes();
  /** Segments that lead to a commit: by a child whose lane it continues, and another one. */
  const own = new Int32Array(main.length).fill(-1);
  const side = own.slice();
  let lines = 1;

  const leading = (number: number): number => (own[number]! < 0 ? side[number]! : own[number]!);
  const begin = (lane: number, line: number, row: number): number => {
    taken[lane] = true;
    segmentLanes.push(lane);
    segmentLines.push(line);
    bottoms.push(-1);
    return tops.push(row) - 1;
  };

  const end = (segment: number, row: number): void => {
    bottoms[segment] = row;
    release(segmentLanes[segment]!);
  };

  return (number, row) => {
    const first = firsts[number]!;
    const ownSegment = own[number]!;
    const sideSegment = side[number]!;
    let lane = 0;
    let line = 0;
    if (!main[number]) {
      line = ownSegment < 0 ? lines++ : segmentLines[ownSegment]!;
      const leads = leading(number);
      if (leads < 0) {
        const beside = first < 0 || main[first] ? -1 : leading(first);
        lane = near(beside < 0 ? 0 : segmentLanes[beside]!);
      } else lane = segmentLanes[leads]!;
    }
    if (ownSegment >= 0) end(ownSegment, row);
    if (sideSegment >= 0) {
      end(sideSegment, row);
      if (segmentLines[sideSegment]! < 0) segmentLines[sideSegment] = line;
    }
    layout.places.push(places[number]!);
    layout.lanes.push(lane);
    layout.lines.push(line);
    for (let index = starts[number]!; index < starts[number + 1]!; index++) {
      const parent = parents[index]!;
      if (parent < 0) continue;
      let found = leading(parent);
      if (parent !== first) {
        if (found < 0) found = side[parent] = begin(near(lane), -1, row);
      } else if (main[parent] && !main[number]) {
        if (found < 0) found = side[parent] = begin(lane, line, row);
      } else {
        found = own[parent]!;
        if (found < 0) found = own[parent] = begin(lane, line, row);
      }
      layout.children.push(row);
      layout.segments.push(found);
    }
    settle(lane);
    if (dangling.size) for (const oid of dangling.get(number) ?? []) layout.dangling.push([row, oid]);
    return taken.length;
  };
}
