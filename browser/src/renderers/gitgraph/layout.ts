/** Where commits and their links are drawn: the algorithm that the docstring of Python's `layout.py` specifies. */

import { createLanes } from "./lanes.ts";
import { type Commit, type Nodes, type Problem, readNodes, SLICE_COMMITS } from "./nodes.ts";
import { sort } from "./order.ts";
import { lowerBound } from "../../shared/search.ts";

/**
 * A picture in numbers; row 0 is the newest commit. It fills row by row. Its arrays have their size from the start: a
 * million numbers that are copied each time a list grows would be felt. Until all is there, rows in sorted ones (`tops`,
 * `children`) that are yet to come are beyond all others.
 */
export interface Layout {
  /** How many rows there are so far. */
  rows: number;
  /** By row: position in the item, lane, line. */
  places: Int32Array;
  lanes: Int32Array;
  lines: Int32Array;
  /** By segment: its lane, the row that it begins below, its target's (-1: not yet known), its line. */
  segmentLanes: Int32Array;
  tops: Int32Array;
  bottoms: Int32Array;
  segmentLines: Int32Array;
  /** By link: the child's row, and the segment that leads to the parent. */
  children: Int32Array;
  segments: Int32Array;
  /** Rows, and ids of their missing parents. */
  dangling: [row: number, oid: string][];
  problems: Problem[];
  width: number;
  /** How many rows there will be. */
  total: number;
}

/** A row beyond all others. */
const ROW_BEYOND_ALL = 2 ** 31 - 1;

export const createLayout = (total = -1, links = 0): Layout => {
  const rows = Math.max(0, total);
  return {
    rows: 0,
    places: new Int32Array(rows),
    lanes: new Int32Array(rows),
    lines: new Int32Array(rows),
    segmentLanes: new Int32Array(links),
    tops: new Int32Array(links).fill(ROW_BEYOND_ALL),
    bottoms: new Int32Array(links),
    segmentLines: new Int32Array(links),
    children: new Int32Array(links).fill(ROW_BEYOND_ALL),
    segments: new Int32Array(links),
    dangling: [],
    problems: [],
    width: 1,
    total,
  };
};

/** Fills `layout`, yielding now and then. Throws where none of several entries is a commit. */
export function* layOut(commits: readonly unknown[], layout: Layout): Generator<void, Layout> {
  const nodes = yield* readNodes(commits);
  if (commits.length && !nodes.places.length) throw new Error("None of the entries is a commit with an oid");
  const order = yield* sort(nodes);
  Object.assign(layout, createLayout(order.length, nodes.parents.length), { problems: nodes.problems });
  const place = placer(nodes, mainLine(commits, nodes, order), layout);
  for (let row = 0; row < order.length; row++) {
    place(order[order.length - 1 - row]!, row);
    if (row % SLICE_COMMITS === 0) yield;
  }
  // There may be fewer than there was room for: a cycle's link is left out, and a segment leads many children.
  const segments = lowerBound(layout.tops, ROW_BEYOND_ALL);
  for (const name of ["segmentLanes", "segmentLines", "tops", "bottoms"] as const)
    layout[name] = layout[name].subarray(0, segments);
  const links = lowerBound(layout.children, ROW_BEYOND_ALL);
  for (const name of ["children", "segments"] as const) layout[name] = layout[name].subarray(0, links);
  return layout;
}

function mainLine(commits: readonly unknown[], { places, firsts, label }: Nodes, order: Int32Array): Uint8Array {
  const main = new Uint8Array(order.length);
  let number = order.findLast((one) => label === undefined || (commits[places[one]!] as Commit).branch === label) ?? -1;
  for (; number >= 0; number = firsts[number]!) main[number] = 1;
  return main;
}

/** → what places a commit in its row, and its links below it. */
function placer(
  { places, parents, starts, firsts, dangling }: Nodes,
  main: Uint8Array,
  layout: Layout,
): (number: number, row: number) => void {
  const { segmentLanes, segmentLines, tops, bottoms, children, segments } = layout;
  const { taken, release, settle, near } = createLanes();
  /** Segments that lead to a commit: by a child whose lane it continues, and another one. */
  const own = new Int32Array(main.length).fill(-1);
  const side = own.slice();
  let lines = 1;
  let segment = 0;
  let link = 0;

  const leading = (number: number): number => (own[number]! < 0 ? side[number]! : own[number]!);
  const begin = (lane: number, line: number, row: number): number => {
    taken[lane] = true;
    segmentLanes[segment] = lane;
    segmentLines[segment] = line;
    bottoms[segment] = -1;
    tops[segment] = row;
    return segment++;
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
    layout.places[row] = places[number]!;
    layout.lanes[row] = lane;
    layout.lines[row] = line;
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
      children[link] = row;
      segments[link++] = found;
    }
    settle(lane);
    if (dangling.size) for (const oid of dangling.get(number) ?? []) layout.dangling.push([row, oid]);
    layout.rows = row + 1;
    layout.width = taken.length;
  };
}
