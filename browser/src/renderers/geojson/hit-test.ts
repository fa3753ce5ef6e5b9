/** The feature under a pixel; the one drawn last wins. */

import { type Camera, toX, toY } from "./camera.ts";
import { MAX_STROKE_PX, styleOf } from "./style.ts";
import { AREA, type Atlas, type Box, LINE, POINT, type Ring } from "./read.ts";

/** Distance in pixels from a line or dot that still counts as a hit. */
const HIT_TOLERANCE_PX = 4;
/** The same of the widest line. */
const MAX_REACH_PX = HIT_TOLERANCE_PX + MAX_STROKE_PX / 2;

/** Squared distance of a pixel to a line from one corner to another. */
function away(x: number, y: number, fromX: number, fromY: number, toX: number, toY: number): number {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const part = Math.min(1, Math.max(0, ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy || 1)));
  return (fromX + part * dx - x) ** 2 + (fromY + part * dy - y) ** 2;
}

/** Whether a pixel is in a box, or so many pixels from it. */
const touches = (camera: Camera, box: Box, x: number, y: number, reach: number): boolean =>
  x >= toX(camera, box[0]) - reach &&
  x <= toX(camera, box[2]) + reach &&
  y >= toY(camera, box[3]) - reach &&
  y <= toY(camera, box[1]) + reach;

export function hitTest(atlas: Atlas, camera: Camera, x: number, y: number): number {
  const { shapes, features } = atlas;
  for (const kind of [POINT, LINE, AREA]) {
    for (let at = shapes.length; at--;) {
      const { kind: shapeKind, box, rings, feature } = shapes[at]!;
      if (shapeKind !== kind || !touches(camera, box, x, y, MAX_REACH_PX)) continue;
      const { radius, width } = styleOf(features[feature]!);
      const reach = HIT_TOLERANCE_PX + (kind === POINT ? radius : width / 2);
      if (!touches(camera, box, x, y, reach)) continue;
      let isInside = false;
      const isNear = (ring: Ring): boolean => {
        let [oldX, oldY] = [
          toX(camera, ring.at(kind === AREA ? -2 : 0)!),
          toY(camera, ring.at(kind === AREA ? -1 : 1)!),
        ];
        for (let corner = 0; corner < ring.length; corner += 2) {
          const [newX, newY] = [toX(camera, ring[corner]!), toY(camera, ring[corner + 1]!)];
          const from = kind === POINT ? [newX, newY] : [oldX, oldY];
          if (kind !== AREA && away(x, y, from[0]!, from[1]!, newX, newY) <= reach * reach) return true;
          if (newY > y !== oldY > y && x < newX + ((y - newY) * (oldX - newX)) / (oldY - newY)) isInside = !isInside;
          [oldX, oldY] = [newX, newY];
        }
        return false;
      };
      if (rings.some(isNear) || (kind === AREA && isInside)) return feature;
    }
  }
  return -1;
}
