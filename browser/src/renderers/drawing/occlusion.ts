/**
 * Which of many objects are not to be seen, as others are painted over all of their pixels. Each row of pixels knows its
 * free ones; a covered one points to the next (as in a disjoint-set forest), so that looking and covering take as long
 * as an object has rows, however often it is painted over.
 */

import { corners, hasSimpleBorder, pivot } from "./paint.ts";
import type { State } from "./shapes.ts";
import { type Box, NOWHERE, type DrawingObject } from "./objects.ts";

const RADIANS = Math.PI / 180;
/** Pixels of a bitmap above which occlusion is not computed: the rows would take too much memory. */
const MAX_PIXELS = 8_000_000;
/** Pixels by which an engine's edges may deviate through rounding. */
const EDGE_TOLERANCE_PX = 0.1;
/** Objects between two pauses. */
const SLICE_OBJECTS = 512;
/** Pixels that are counted together, across and down, as powers of two. */
const SQUARE_LOG2_PX = 3;

const isOpaque = ({ kind, fill, opacity }: State): boolean =>
  opacity === 1 && fill.endsWith("ff") && (kind === "circle" || kind === "rect" || kind === "triangle");

/** Corners of a line, rectangle or triangle that is `more` wider on all sides, turned as it is. */
function outline(state: State, more: number): number[] | undefined {
  const { kind, x, y, u, v, angle } = state;
  let points: number[];
  if (kind === "rect") {
    const [across, down] = [u / 2 + more, v / 2 + more];
    points = [x - across, y - down, x + across, y - down, x + across, y + down, x - across, y + down];
  } else if (kind === "triangle") points = corners(state, more);
  else if (kind === "line") {
    const scale = more / (Math.hypot(u - x, v - y) || 1);
    const [along, across] = [(u - x) * scale, (v - y) * scale];
    points = [x + across, y - along, u + across, v - along, u - across, v + along, x - across, y + along];
  } else return;
  if (angle % 360 === 0) return points;
  const [atX, atY] = pivot(state);
  const [sin, cos] = [Math.sin(angle * RADIANS), Math.cos(angle * RADIANS)];
  for (let i = 0; i < points.length; i += 2) {
    const [px, py] = [points[i]! - atX, points[i + 1]! - atY];
    points[i] = atX + px * cos - py * sin;
    points[i + 1] = atY + px * sin + py * cos;
  }
  return points;
}

/**
 * → by place, 1 for each of the objects from `from` to before `to` that those after it hide. `across` and `down` are
 * pixels for a unit of the drawing.
 */
export function* findOccluded(
  objects: readonly (DrawingObject | undefined)[],
  [from, to]: readonly [number, number],
  [width, height]: readonly [number, number],
  [across, down]: readonly [number, number],
): Generator<undefined, Uint8Array> {
  const occluded = new Uint8Array(to);
  if (width * height > MAX_PIXELS) return occluded;
  const wide = width + 1;
  /** The next pixel that may be free; a free pixel points to itself. */
  const next = new Int32Array(wide * height);
  for (let at = 0; at < next.length; at++) next[at] = at;
  /** Free pixels of each square: most occluded objects lie in squares without any. */
  const squares = (width >> SQUARE_LOG2_PX) + 1;
  const open = new Uint8Array(squares * ((height >> SQUARE_LOG2_PX) + 1));
  for (let row = 0; row < height; row++)
    for (let x = 0; x < width; x++) open[(row >> SQUARE_LOG2_PX) * squares + (x >> SQUARE_LOG2_PX)]!++;
  const free = (pixel: number): number => {
    let at = pixel;
    while (next[at] !== at) at = next[at] = next[next[at]!]!;
    return at;
  };
  /** Where a convex outline begins and ends at the upper edge of each row, and the corners within it. */
  const left = new Float64Array(height + 1);
  const right = new Float64Array(height + 1);
  const leftmost = new Float64Array(height);
  const rightmost = new Float64Array(height);

  /** Returns the rows that it touches, and where it begins and ends. */
  const trace = (points: readonly number[]): [first: number, last: number, top: number, bottom: number] => {
    let top = Infinity;
    let bottom = -Infinity;
    for (let i = 1; i < points.length; i += 2) {
      top = Math.min(top, points[i]! * down);
      bottom = Math.max(bottom, points[i]! * down);
    }
    const first = Math.max(0, Math.floor(top));
    const last = Math.min(height, Math.ceil(bottom));
    for (let row = first; row < last; row++) {
      left[row] = leftmost[row] = Infinity;
      right[row] = rightmost[row] = -Infinity;
    }
    if (first < last) {
      left[last] = Infinity;
      right[last] = -Infinity;
    }
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i]! * across;
      const y = points[i + 1]! * down;
      const toX = points[(i + 2) % points.length]! * across;
      const toY = points[(i + 3) % points.length]! * down;
      const row = Math.floor(y);
      if (row >= first && row < last) {
        leftmost[row] = Math.min(leftmost[row]!, x);
        rightmost[row] = Math.max(rightmost[row]!, x);
      }
      const slope = (toX - x) / (toY - y);
      const end = Math.min(last, Math.floor(Math.max(y, toY)));
      for (let edge = Math.max(first, Math.ceil(Math.min(y, toY))); edge <= end; edge++) {
        const at = toY === y ? x : x + (edge - y) * slope;
        left[edge] = Math.min(left[edge]!, at);
        right[edge] = Math.max(right[edge]!, at);
      }
    }
    return [first, last, top, bottom];
  };

  const isFree = (row: number, start: number, end: number): boolean => {
    const begin = Math.max(0, Math.floor(start - EDGE_TOLERANCE_PX));
    const stop = Math.min(width, Math.ceil(end + EDGE_TOLERANCE_PX));
    return begin < stop && free(row * wide + begin) < row * wide + stop;
  };
  const cover = (row: number, start: number, end: number): void => {
    const begin = row * wide;
    const stop = begin + Math.min(width, Math.floor(end - EDGE_TOLERANCE_PX));
    const above = (row >> SQUARE_LOG2_PX) * squares;
    for (let at = free(begin + Math.max(0, Math.ceil(start + EDGE_TOLERANCE_PX))); at < stop; at = free(at)) {
      next[at] = at + 1;
      open[above + ((at - begin) >> SQUARE_LOG2_PX)]!--;
    }
  };
  /** Whether a square that holds some of a box has free pixels. */
  const isOpen = ([x, y, toX, toY]: Box): boolean => {
    const lastColumn = Math.min(width - 1, Math.floor(toX * across)) >> SQUARE_LOG2_PX;
    const lastRow = Math.min(height - 1, Math.floor(toY * down)) >> SQUARE_LOG2_PX;
    const column = Math.max(0, Math.floor(x * across)) >> SQUARE_LOG2_PX;
    for (let row = Math.max(0, Math.floor(y * down)) >> SQUARE_LOG2_PX; row <= lastRow; row++)
      for (let at = row * squares + column; at <= row * squares + lastColumn; at++) if (open[at]) return true;
    return false;
  };

  const isSeen = (object: DrawingObject, state: State): boolean => {
    if (!isOpen(object.box)) return false;
    const points = state.kind === "line" || hasSimpleBorder(state) ? outline(state, state.width / 2) : undefined;
    if (!points) {
      const [x, y, toX, toY] = object.box;
      const last = Math.min(height, Math.ceil(toY * down));
      for (let row = Math.max(0, Math.floor(y * down)); row < last; row++)
        if (isFree(row, x * across, toX * across)) return true;
      return false;
    }
    const [first, last, top, bottom] = trace(points);
    if (first >= last) return false;
    const end = Math.min(height, Math.ceil(bottom + EDGE_TOLERANCE_PX));
    for (let row = Math.max(0, Math.floor(top - EDGE_TOLERANCE_PX)); row < end; row++) {
      const near = Math.max(first, Math.min(last - 1, row));
      const start = Math.min(left[near]!, left[near + 1]!, leftmost[near]!);
      const stop = Math.max(right[near]!, right[near + 1]!, rightmost[near]!);
      if (isFree(row, start, stop)) return true;
    }
    return false;
  };

  const hide = (state: State): void => {
    const more = hasSimpleBorder(state) ? state.width / 2 : 0;
    if (state.kind === "circle") {
      const [x, y] = [state.x * across, state.y * down];
      const [a, b] = [(state.u + more) * across - EDGE_TOLERANCE_PX, (state.u + more) * down - EDGE_TOLERANCE_PX];
      const last = Math.min(height, Math.floor(y + b));
      for (let row = Math.max(0, Math.ceil(y - b)); row < last; row++) {
        const far = Math.max(Math.abs(row - y), Math.abs(row + 1 - y));
        const half = a * Math.sqrt(Math.max(0, 1 - (far / b) ** 2));
        if (half) cover(row, x - half, x + half);
      }
      return;
    }
    const points = outline(state, more)!;
    const [first, last, top, bottom] = trace(points);
    const end = Math.min(last, Math.floor(bottom - EDGE_TOLERANCE_PX));
    // Of a row at an end, a part is outside.
    for (let row = Math.max(first, Math.ceil(top + EDGE_TOLERANCE_PX)); row < end; row++)
      cover(row, Math.max(left[row]!, left[row + 1]!), Math.min(right[row]!, right[row + 1]!));
  };

  for (let at = to - 1; at >= from; at--) {
    const object = objects[at];
    const state = object?.shown;
    if (!object || !state) continue;
    if (object.box === NOWHERE || !isSeen(object, state)) occluded[at] = 1;
    else if (isOpaque(state)) hide(state);
    if (at % SLICE_OBJECTS === 0) yield;
  }
  return occluded;
}
