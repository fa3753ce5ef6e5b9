/** Rings as corners on a canvas: only as many as can be seen. */

import { type Camera, toX, toY } from "./camera.ts";
import type { Ring, Shape } from "./read.ts";

/** Distance in pixels below which two corners are merged. */
const TOLERANCE_PX = 0.6;
/** Pixels round the canvas in which something may still reach into it. */
const MARGIN_PX = 50;

/** Whether something of the shape can be seen. */
export const isSeen = (camera: Camera, { box }: Shape): boolean =>
  toX(camera, box[0]) < camera.width + MARGIN_PX &&
  toX(camera, box[2]) > -MARGIN_PX &&
  toY(camera, box[3]) < camera.height + MARGIN_PX &&
  toY(camera, box[1]) > -MARGIN_PX;

/** → x and y of each corner in turn, in pixels. */
export function cornersOf(ring: Ring, camera: Camera): number[] {
  const corners: number[] = [];
  const { width, height } = camera;
  const stepX = camera.scale * camera.ratio;
  const stepY = -camera.scale;
  const baseX = width / 2 - camera.x * stepX;
  const baseY = height / 2 - camera.y * stepY;
  const sideOf = (x: number, y: number): number =>
    (x < -MARGIN_PX ? 1 : x > width + MARGIN_PX ? 2 : 0) | (y < -MARGIN_PX ? 4 : y > height + MARGIN_PX ? 8 : 0);
  // The last corner that was drawn, and one that waits: it is left out where nobody would miss it.
  let [x, y] = [ring[0]! * stepX + baseX, ring[1]! * stepY + baseY];
  let side = sideOf(x, y);
  let [nextX, nextY, nextSide] = [x, y, side];
  corners.push(x, y);
  for (let at = 2; at < ring.length; at += 2) {
    const thenX = ring[at]! * stepX + baseX;
    const thenY = ring[at + 1]! * stepY + baseY;
    const thenSide = sideOf(thenX, thenY);
    const isNear = Math.abs(nextX - x) < TOLERANCE_PX && Math.abs(nextY - y) < TOLERANCE_PX;
    if (!isNear && !(side & nextSide & thenSide)) {
      corners.push(nextX, nextY);
      [x, y, side] = [nextX, nextY, nextSide];
    }
    [nextX, nextY, nextSide] = [thenX, thenY, thenSide];
  }
  corners.push(nextX, nextY);
  return corners;
}
