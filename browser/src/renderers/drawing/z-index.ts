/** Objects in the order in which they are painted. */

import type { State } from "./shapes.ts";
import type { Box, DrawingObject } from "./objects.ts";

/** Holes below which nothing is compacted: an object that moves to the front, or back in time, leaves one. */
const MIN_HOLES = 1000;

/** Objects of one z, or of several: in order, with holes where some were. */
export interface ZLayer {
  z: number;
  zs: number[];
  orders: number[];
  objects: (DrawingObject | undefined)[];
  holes: number;
  /** So many at the beginning are on `ink`. */
  baked: number;
  ink: CanvasRenderingContext2D | undefined;
  /** What of `ink` is not right any more. */
  damage: Box | undefined;
}

export const createZLayer = (z: number): ZLayer => ({
  z,
  zs: [],
  orders: [],
  objects: [],
  holes: 0,
  baked: 0,
  ink: undefined,
  damage: undefined,
});

/** The first place whose object is not before one of this z and order. */
export function find({ zs, orders }: ZLayer, { z, order }: State): number {
  let low = 0;
  let high = orders.length;
  // Most are found at the end.
  for (let middle = high - 1; low < high; middle = (low + high) >> 1)
    if (zs[middle]! < z || (zs[middle] === z && orders[middle]! < order)) low = middle + 1;
    else high = middle;
  return low;
}

/** Returns its place. */
export function insert(zLayer: ZLayer, object: DrawingObject, state: State): number {
  const place = find(zLayer, state);
  const { zs, orders, objects } = zLayer;
  if (orders[place] === state.order && zs[place] === state.z) {
    objects[place] = object;
    zLayer.holes--;
    return place;
  }
  zs.splice(place, 0, state.z);
  orders.splice(place, 0, state.order);
  objects.splice(place, 0, object);
  if (place < zLayer.baked) zLayer.baked++;
  return place;
}

export function remove(zLayer: ZLayer, state: State): void {
  const { objects, zs, orders, baked } = zLayer;
  objects[find(zLayer, state)] = undefined;
  if (++zLayer.holes <= MIN_HOLES || zLayer.holes <= objects.length / 2) return;
  const kept = objects.map((_, at) => at).filter((at) => objects[at]);
  const isAbove = kept.findIndex((at) => at >= baked);
  zLayer.baked = isAbove < 0 ? kept.length : isAbove;
  zLayer.objects = kept.map((at) => objects[at]);
  zLayer.zs = kept.map((at) => zs[at]!);
  zLayer.orders = kept.map((at) => orders[at]!);
  zLayer.holes = 0;
}
