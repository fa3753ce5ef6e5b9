/**
 * Outlines of very many corners on a 2D context. An engine takes one as a whole, in a time that grows with the pixels that
 * its edges cross: for a fill corners are left out until these are few enough, and a line is drawn in pieces.
 */

/** Pixels along the edges of a fill, and of a piece of a line; edges count as some more. */
const MAX_FILL_PX = 1_000_000;
const MAX_PIECE_PX = 20_000;
const EDGE_PX = 8;

type Point = readonly [x: number, y: number];
/** A corner by its number, in the context's own units. */
export type Corner = (index: number) => Point;

/** How long an edge is for a context whose units are `scale` pixels and that has so many in all. */
const edgePx = ([x, y]: Point, [toX, toY]: Point, scale: number, most: number): number =>
  EDGE_PX + Math.min(most, scale * (Math.abs(toX - x) + Math.abs(toY - y)));

/** What a context's size is to the edges on it. */
export interface Scale {
  /** Pixels of a unit. */
  readonly scale: number;
  /** Pixels of its width and height, together. */
  readonly most: number;
}

/** → how many corners each that stays stands for, so that an outline of `count` corners can be filled in one go. */
export function strideOf(count: number, corner: Corner, { scale, most }: Scale): number {
  let pixels = 0;
  for (let at = 1; at < count; at++) pixels += edgePx(corner(at - 1), corner(at), scale, most);
  return Math.ceil(pixels / MAX_FILL_PX) || 1;
}

/** Adds an outline to the path of a context or its like. */
export function trace(path: CanvasPath, count: number, corner: Corner, stride = 1): void {
  for (let at = 0; at < count; at += stride) path[at ? "lineTo" : "moveTo"](...corner(at));
}

/** Draws a line along an outline, yielding between pieces of it. */
export function* strokeInPieces(
  pen: CanvasRenderingContext2D,
  count: number,
  corner: Corner,
  isClosed: boolean,
  { scale, most }: Scale,
): Generator<undefined, void> {
  const last = isClosed ? count : count - 1;
  let pixels = 0;
  pen.beginPath();
  if (count) pen.moveTo(...corner(0));
  for (let at = 1; at <= last; at++) {
    const [from, to] = [corner(at - 1), corner(at % count)];
    pen.lineTo(...to);
    pixels += edgePx(from, to, scale, most);
    if (pixels < MAX_PIECE_PX) continue;
    pixels = 0;
    pen.stroke();
    yield;
    pen.beginPath();
    pen.moveTo(...to);
  }
  pen.stroke();
}
