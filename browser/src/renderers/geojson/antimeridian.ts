/** Where shapes are on a flat map: longitudes go round. */

import { AREA, type Atlas, type Box, POINT, type Ring, type Shape } from "./read.ts";

/** Degrees without anything that are worth to begin the map elsewhere than at the antimeridian. */
const MIN_GAP_DEGREES = 60;
/** Numbers, rings and shapes counted as some, that are treated before a pause may come. */
const SLICE_NUMBERS = 32_768;
const RING_NUMBERS = 32;

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

function growBy(box: Box, ring: Ring): Box {
  for (let at = 0; at < ring.length; at += 2) grow(box, ring[at]!, ring[at + 1]!);
  return box;
}
const nowhere = (): Box => [Infinity, Infinity, -Infinity, -Infinity];

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
  const all = nowhere();
  let work = 0;
  /** Calls `each` with every ring of a shape. */
  function* eachRing({ rings }: Shape, each: (ring: Ring, at: number) => void): Generator<void, void> {
    for (let at = 0; at < rings.length; at++) {
      each(rings[at]!, at);
      work += rings[at]!.length + RING_NUMBERS;
      if (work < SLICE_NUMBERS) continue;
      work = 0;
      yield;
    }
  }
  function* measure(shape: Shape): Generator<void, void> {
    const box = (shape.box = nowhere());
    yield* eachRing(shape, (ring) => growBy(box, ring));
  }
  for (const shape of shapes) {
    yield* measure(shape);
    grow(all, shape.box[0], shape.box[1]);
    grow(all, shape.box[2], shape.box[3]);
  }
  const isPlane = !(all[0] >= -540 && all[1] >= -90 && all[2] <= 540 && all[3] <= 90);
  if (isPlane || !shapes[0]) return { box: all, isPlane: !!shapes[0] };

  const taken = new Uint8Array(360);
  const take = (west: number, east: number): void => {
    for (let at = Math.floor(west); at <= Math.min(east, west + 360); at++) taken[(((at + 180) % 360) + 360) % 360] = 1;
  };
  for (const shape of shapes) {
    const { kind, rings } = shape;
    if (kind === POINT) {
      yield* eachRing(shape, (ring) => {
        for (let at = 0; at < ring.length; at += 2) take(ring[at]!, ring[at]!);
      });
      continue;
    }
    let middle = 0;
    yield* eachRing(shape, (ring, at) => {
      unwrap(ring);
      const whole = (rings[at] = kind === AREA ? closed(ring) : ring);
      const [west, , east] = growBy(nowhere(), whole);
      if (!at) middle = (west + east) / 2;
      // Holes go where their outline is.
      else move(whole, 360 * Math.round((middle - (west + east) / 2) / 360));
    });
    yield* measure(shape);
    take(shape.box[0], shape.box[2]);
  }

  const start = startOf(taken);
  const box = nowhere();
  /** Full turns that bring a longitude into the map's range, which may end at 180 itself. */
  const turns = (x: number): number => (x >= start && x <= start + 360 ? 0 : -360 * Math.floor((x - start) / 360));
  for (const shape of shapes) {
    const by = turns(shape.box[0]);
    yield* eachRing(shape, (ring) => {
      if (shape.kind === POINT) for (let at = 0; at < ring.length; at += 2) ring[at]! += turns(ring[at]!);
      else move(ring, by);
    });
    yield* measure(shape);
    grow(box, shape.box[0], shape.box[1]);
    grow(box, shape.box[2], shape.box[3]);
  }
  return { box, isPlane };
}
