/** Boxes around points. */

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
