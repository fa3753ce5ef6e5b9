/** A part of a layout as SVG path data. Python's `paths.py` draws the same lines. */

import { lowerBound, partitionPoint } from "../../shared/search.ts";
import type { Layout } from "./layout.ts";
import { GIT_COLOR_COUNT, GIT_MAX_LANE_PX, GIT_ROW_PX } from "../../shared/spec.ts";

/** Pixels from lane to lane, at least and at most. */
const MIN_LANE_PX = 4;
/** Segments that are skipped together. */
const BLOCK_SEGMENTS = 256;

export interface Drawn {
  lines: string[];
  dots: string[];
  stubs: string;
  /** The lines of the highlighted line. */
  hot: string;
  /** Pixels that the graph takes. */
  width: number;
}

/** → the lowest target of each block of segments, for finding those that cross a row. */
export function reaches({ bottoms }: Layout): Int32Array {
  const found = new Int32Array(Math.ceil(bottoms.length / BLOCK_SEGMENTS));
  for (let index = 0; index < bottoms.length; index++) {
    const block = Math.floor(index / BLOCK_SEGMENTS);
    if (bottoms[index]! > found[block]!) found[block] = bottoms[index]!;
  }
  return found;
}

/**
 * Draws rows `from` to before `to`. `reach` is what `reaches` gave, once all rows are there. `place` tells how many
 * rows below the first one that shows a row is; `room` is for how many pixels there is room.
 */
export function draw(
  layout: Layout,
  from: number,
  to: number,
  {
    reach,
    place,
    room,
    line,
  }: { reach: Int32Array | undefined; place(row: number): number; room: number; line: number },
): Drawn {
  const {
    rows,
    lanes,
    lines: lineOf,
    segmentLanes,
    segmentLines,
    tops,
    bottoms,
    children,
    segments,
    dangling,
  } = layout;
  const crossing: number[] = [];
  const last = lowerBound(tops, to);
  let widest = 0;
  for (let index = 0; index < last; index++) {
    if (reach && index % BLOCK_SEGMENTS === 0 && reach[index / BLOCK_SEGMENTS]! < from) index += BLOCK_SEGMENTS - 1;
    else if (bottoms[index]! < 0 || bottoms[index]! >= from) {
      crossing.push(index);
      widest = Math.max(widest, segmentLanes[index]!);
    }
  }
  for (let row = from; row < to; row++) widest = Math.max(widest, lanes[row]!);

  const step = Math.max(MIN_LANE_PX, Math.min(GIT_MAX_LANE_PX, Math.floor(room / (widest + 1))));
  // Four lanes at a time, so that the text next to the graph does not move while scrolling.
  const shown = Math.min(Math.ceil((widest + 1) / 4) * 4, Math.floor(room / step) + 1);
  const drawn: Drawn = {
    lines: Array<string>(GIT_COLOR_COUNT).fill(""),
    dots: Array<string>(GIT_COLOR_COUNT).fill(""),
    stubs: "",
    hot: "",
    width: shown * step + 10,
  };
  // Lanes without room are drawn in the last one that has room.
  const x = (lane: number): number => Math.min(lane, shown - 1) * step + 10;
  const y = (row: number): number => place(row) * GIT_ROW_PX + GIT_ROW_PX / 2;
  const add = (lane: number, path: string, isHot: boolean): void => {
    drawn.lines[lane % GIT_COLOR_COUNT] += path;
    if (isHot) drawn.hot += path;
  };
  const curve = (lane: number, row: number, target: number): string => {
    const [start, end] = [y(row), y(row + 1)];
    const middle = (start + end) / 2;
    if (lane === target) return `M${x(lane)} ${start}V${end}`;
    return `M${x(lane)} ${start}C${x(lane)} ${middle} ${x(target)} ${middle} ${x(target)} ${end}`;
  };

  let cut = -1;
  for (let link = lowerBound(children, from - 1); children[link]! < to; link++) {
    const child = children[link]!;
    const segment = segments[link]!;
    const lane = lanes[child]!;
    if (child + 1 === rows) break;
    const target = bottoms[segment] === child + 1 ? lanes[child + 1]! : segmentLanes[segment]!;
    // Of a commit's links to lanes that have no room, one is enough.
    if (target >= shown) {
      if (cut === child) continue;
      cut = child;
    }
    // A first parent's link belongs to the child's line, even if it joins a segment of another one.
    const isHot = segmentLines[segment] === line || (lineOf[child] === line && children[link - 1] !== child);
    add(Math.max(lane, target), curve(lane, child, target), isHot);
  }
  for (const segment of crossing) {
    const lane = segmentLanes[segment]!;
    const bottom = bottoms[segment]!;
    const isHot = segmentLines[segment] === line;
    const start = Math.max(tops[segment]! + 1, from - 1);
    const end = Math.min(bottom < 0 ? rows : bottom - 1, to);
    if (start < end && (lane < shown || lane === widest)) add(lane, `M${x(lane)} ${y(start)}V${y(end)}`, isHot);
    if (bottom > tops[segment]! + 1 && bottom <= to) add(lane, curve(lane, bottom - 1, lanes[bottom]!), isHot);
  }
  for (let row = from; row < to; row++) {
    const lane = lanes[row]!;
    drawn.dots[lane % GIT_COLOR_COUNT] += `M${x(lane) - 4} ${y(row)}a4 4 0 1 0 8 0a4 4 0 1 0-8 0`;
  }
  const danglingFrom = (first: number): number =>
    partitionPoint(dangling.length, (index) => dangling[index]![0] < first);
  for (let index = danglingFrom(from); index < dangling.length && dangling[index]![0] < to;) {
    const [row] = dangling[index]!;
    index = danglingFrom(row + 1);
    const half = (y(row + 1) - y(row)) / 2;
    drawn.stubs += `M${x(lanes[row]!)} ${y(row)}v${half}`;
  }
  return drawn;
}
