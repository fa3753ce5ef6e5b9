/** Objects in the order in which they are painted. */

import type { State } from "./shapes.ts";
import type { Box, Thing } from "./objects.ts";

/** Holes that are kept at least: an object that goes to the front, and back in time, leaves one behind. */
const MIN_HOLES = 1000;

/** Objects of one z, or of several: in order, with holes where some were. */
export interface Band {
  z: number;
  zs: number[];
  orders: number[];
  things: (Thing | undefined)[];
  holes: number;
  /** So many at the beginning are on `ink`. */
  baked: number;
  ink: CanvasRenderingContext2D | undefined;
  /** What of `ink` is not right any more. */
  damage: Box | undefined;
}

export const createBand = (z: number): Band => ({
  z,
  zs: [],
  orders: [],
  things: [],
  holes: 0,
  baked: 0,
  ink: undefined,
  damage: undefined,
});

/** The first place whose object is not before one of this z and order. */
export function find({ zs, orders }: Band, { z, order }: State): number {
  let low = 0;
  let high = orders.length;
  // Most are looked for at the end.
  for (let middle = high - 1; low < high; middle = (low + high) >> 1)
    if (zs[middle]! < z || (zs[middle] === z && orders[middle]! < order)) low = middle + 1;
    else high = middle;
  return low;
}

/** Gives the place where it is then. */
export function insert(band: Band, thing: Thing, state: State): number {
  const place = find(band, state);
  const { zs, orders, things } = band;
  if (orders[place] === state.order && zs[place] === state.z) {
    things[place] = thing;
    band.holes--;
    return place;
  }
  zs.splice(place, 0, state.z);
  orders.splice(place, 0, state.order);
  things.splice(place, 0, thing);
  if (place < band.baked) band.baked++;
  return place;
}

export function remove(band: Band, state: State): void {
  const { things, zs, orders, baked } = band;
  things[find(band, state)] = undefined;
  if (++band.holes <= MIN_HOLES || band.holes <= things.length / 2) return;
  const kept = things.map((_, at) => at).filter((at) => things[at]);
  const isAbove = kept.findIndex((at) => at >= baked);
  band.baked = isAbove < 0 ? kept.length : isAbove;
  band.things = kept.map((at) => things[at]);
  band.zs = kept.map((at) => zs[at]!);
  band.orders = kept.map((at) => orders[at]!);
  band.holes = 0;
}
