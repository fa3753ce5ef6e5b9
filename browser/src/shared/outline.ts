/**
 * Outlines with very many corners on a 2D context. An engine paints one in one go, in a time that grows with the pixels that
 * its edges cross: for a fill, corners are left out until these are few enough, and a line is drawn in pieces.
 */

/** Pixels along the edges of a fill, and of a piece of a line; each edge counts as `EDGE_PX` more. */
const MAX_FILL_PX = 1_000_000;
const MAX_PIECE_PX = 20_000;
const EDGE_PX = 8;

/** x and y of each corner in turn, in the context's own units. */
export type Outline = readonly number[];

/** Pixels per unit, and the most pixels that one edge can cross: the context's width and height together. */
export type Scale = readonly [scale: number, most: number];

const edgePx = (points: Outline, from: number, to: number, [scale, most]: Scale): number =>
  EDGE_PX +
  Math.min(most, scale * (Math.abs(points[to]! - points[from]!) + Math.abs(points[to + 1]! - points[from + 1]!)));

/** Fills outlines as one shape. */
export function fill(pen: CanvasRenderingContext2D, outlines: readonly Outline[], scale: Scale): void {
  let pixels = 0;
  for (const points of outlines)
    for (let at = 2; at < points.length; at += 2) pixels += edgePx(points, at - 2, at, scale);
  const step = 2 * Math.ceil((pixels + 1) / MAX_FILL_PX);
  pen.beginPath();
  for (const points of outlines) {
    for (let at = 0; at < points.length; at += step) pen[at ? "lineTo" : "moveTo"](points[at]!, points[at + 1]!);
    pen.closePath();
  }
  pen.fill("evenodd");
}

/** Draws a line along an outline, yielding between pieces of it. */
export function* strokeInPieces(
  pen: CanvasRenderingContext2D,
  points: Outline,
  isClosed: boolean,
  scale: Scale,
): Generator<undefined, void> {
  let pixels = 0;
  pen.beginPath();
  pen.moveTo(points[0]!, points[1]!);
  for (let at = 2; at < points.length + (isClosed ? 2 : 0); at += 2) {
    const to = at % points.length;
    pen.lineTo(points[to]!, points[to + 1]!);
    pixels += edgePx(points, at - 2, to, scale);
    if (pixels < MAX_PIECE_PX) continue;
    pixels = 0;
    pen.stroke();
    yield;
    pen.beginPath();
    pen.moveTo(points[to]!, points[to + 1]!);
  }
  pen.stroke();
}
