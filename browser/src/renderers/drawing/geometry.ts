/** Boxes around points, and curves. */

/** The corners of the box around points. */
export function bounds(points: readonly number[]): [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return left > right ? [0, 0, 0, 0] : [left, top, right, bottom];
}

/** The middle of the box around points. */
export function center(points: readonly number[]): [number, number] {
  const [left, top, right, bottom] = bounds(points);
  return [(left + right) / 2, (top + bottom) / 2];
}

export interface Curve {
  readonly d: string;
  readonly path: Path2D;
  /** No point is farther from the origin. */
  readonly reach: number;
}

/** Numbers that each command takes. */
const ARITY: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, Z: 0 };
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi;

/** An upper bound of a path's distance from its origin, control points included. */
function reachOf(d: string): number {
  // Each control point mirrors the one before: they may go anywhere.
  if (/t/i.test(d)) return Infinity;
  if (/a/i.test(d)) return 2 * (d.match(NUMBER) ?? []).reduce((sum, one) => sum + Math.abs(+one), 0);
  let [x, y, startX, startY, reach] = [0, 0, 0, 0, 0];
  for (const [, letter, rest] of d.matchAll(/([a-df-z])([^a-df-z]*)/gi)) {
    const name = letter!.toUpperCase();
    const isRelative = name !== letter;
    const arity = ARITY[name]!;
    const numbers = (rest!.match(NUMBER) ?? []).map(Number);
    const end = arity ? numbers.length - arity : -1;
    for (let at = 0; at <= end; at += arity) {
      const [originX, originY] = isRelative ? [x, y] : [0, 0];
      if (name === "H") x = originX + numbers[at]!;
      else if (name === "V") y = originY + numbers[at]!;
      else
        for (let i = at; i < at + arity; i += 2) {
          [x, y] = [originX + numbers[i]!, originY + numbers[i + 1]!];
          reach = Math.max(reach, Math.hypot(x, y));
        }
      reach = Math.max(reach, Math.hypot(x, y));
      if (name === "M" && !at) [startX, startY] = [x, y];
    }
    if (name === "Z") [x, y] = [startX, startY];
  }
  // A smooth curve's own control point mirrors one of these.
  return reach * 3;
}

export const createCurve = (d: string): Curve => ({ d, path: new Path2D(d), reach: reachOf(d) });
