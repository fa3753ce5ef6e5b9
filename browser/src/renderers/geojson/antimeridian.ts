/** Where shapes are on a flat map: longitudes go round. */

import { AREA, type Atlas, type Box, POINT, type Ring } from "./read.ts";

/** Degrees without anything that are worth to begin the map elsewhere than at the antimeridian. */
const MIN_GAP_DEGREES = 60;
/** Shapes that are treated before a pause may come. */
const SLICE_SHAPES = 256;

export interface Extent {
  box: Box;
  /** The coordinates are not degrees. */
  isPlane: boolean;
}

/** Goes on beyond ±180 where two neighbours are nearer that way. What jumps by all of 360 was cut there on purpose. */
function unwrap(ring: Ring): void {
  let shift = 0;
  for (let at = 2; at < ring.length; at += 2) {
    const step = ring[at]! + shift - ring[at - 2]!;
    if (Math.abs(step) > 180 && Math.abs(step) < 360) shift -= 360 * Math.sign(step);
    ring[at]! += shift;
  }
}

/** A ring around a pole is closed along it. */
function closed(ring: Ring): Ring {
  const [first, last] = [ring[0]!, ring.at(-2)!];
  if (Math.abs(Math.abs(last - first) - 360) > 1) return ring;
  const pole = 90 * Math.sign(ring.reduce((sum, value, at) => (at % 2 ? sum + value : sum), 0));
  const whole = new Float64Array(ring.length + 4);
  whole.set(ring);
  whole.set([last, pole, first, pole], ring.length);
  return whole;
}

function move(ring: Ring, by: number): void {
  if (by) for (let at = 0; at < ring.length; at += 2) ring[at]! += by;
}

function boxOf(rings: readonly Ring[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) for (let at = 0; at < ring.length; at += 2) grow(box, ring[at]!, ring[at + 1]!);
  return box;
}

function grow(box: Box, x: number, y: number): void {
  if (x < box[0]) box[0] = x;
  if (y < box[1]) box[1] = y;
  if (x > box[2]) box[2] = x;
  if (y > box[3]) box[3] = y;
}

/** Degrees of longitude at which a map begins that has the least emptiness in it. */
function startOf(taken: Uint8Array): number {
  let [best, start, run] = [0, -180, 0];
  for (let at = 0; at < 720; at++) {
    run = taken[at % 360] ? 0 : run + 1;
    // Prefer the antimeridian if it lies in the gap.
    if (run <= best || run > 360) continue;
    best = run;
    start = at - run < 359 && at >= 359 ? -180 : ((at + 1) % 360) - 180;
  }
  return best < MIN_GAP_DEGREES ? -180 : start;
}

/** Places every shape and returns the extent of all. */
export function* placeShapes({ shapes }: Atlas): Generator<void, Extent> {
  const all: Box = [Infinity, Infinity, -Infinity, -Infinity];
  let count = 0;
  for (const shape of shapes) {
    const [west, south, east, north] = (shape.box = boxOf(shape.rings));
    grow(all, west, south);
    grow(all, east, north);
    if (++count % SLICE_SHAPES === 0) yield;
  }
  const isPlane = !(all[0] >= -540 && all[1] >= -90 && all[2] <= 540 && all[3] <= 90);
  if (isPlane || !shapes[0]) return { box: all, isPlane: !!shapes[0] };

  const taken = new Uint8Array(360);
  const take = (west: number, east: number): void => {
    for (let at = Math.floor(west); at <= Math.min(east, west + 360); at++) taken[(((at + 180) % 360) + 360) % 360] = 1;
  };
  for (const shape of shapes) {
    const { kind, rings } = shape;
    if (kind === POINT) for (let at = 0; at < rings[0]!.length; at += 2) take(rings[0]![at]!, rings[0]![at]!);
    else {
      rings.forEach(unwrap);
      if (kind === AREA) shape.rings = rings.map(closed);
      const middles = shape.rings.map((ring) => boxOf([ring])).map(([west, , east]) => (west + east) / 2);
      // Holes go where their outline is.
      shape.rings.forEach((ring, at) => move(ring, 360 * Math.round((middles[0]! - middles[at]!) / 360)));
      shape.box = boxOf(shape.rings);
      take(shape.box[0], shape.box[2]);
    }
    if (++count % SLICE_SHAPES === 0) yield;
  }

  const start = startOf(taken);
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  /** Full turns that bring a longitude into the map's range, which may end at 180 itself. */
  const turns = (x: number): number => (x >= start && x <= start + 360 ? 0 : -360 * Math.floor((x - start) / 360));
  for (const shape of shapes) {
    if (shape.kind === POINT) {
      const [ring] = shape.rings as [Ring];
      for (let at = 0; at < ring.length; at += 2) ring[at]! += turns(ring[at]!);
    } else for (const ring of shape.rings) move(ring, turns(shape.box[0]));
    const [west, south, east, north] = (shape.box = boxOf(shape.rings));
    grow(box, west, south);
    grow(box, east, north);
    if (++count % SLICE_SHAPES === 0) yield;
  }
  return { box, isPlane };
}
