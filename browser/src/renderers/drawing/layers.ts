/**
 * What is shown, from back to front, and its pixels. Objects that are finished are baked, by z, on canvases of their own,
 * so that a picture costs what changed: the box around it is put together from these, and from the few on top of them.
 */

import { type Band, find, insert, createBand, remove } from "./z-index.ts";
import { findHidden } from "./occlusion.ts";
import { boxOf, paint } from "./paint.ts";
import type { State } from "./shapes.ts";
import { type Box, NOWHERE, type Thing } from "./objects.ts";

type Ink = CanvasRenderingContext2D;

/** Objects of a band that are painted one by one; when there are more than `MAX_UNBAKED`, or `MAX_UNBAKED_MOVING` and some move, all but
 * `UNBAKED_OBJECTS` are baked. */
const UNBAKED_OBJECTS = 64;
const MAX_UNBAKED_MOVING = 256;
const MAX_UNBAKED = 1024;
/** Baked canvases; what has yet another z shares one. */
const MAX_LAYERS = 8;
/** Objects that are taken off a baked canvas again so that one below them can move. */
const MAX_LIFTED = 512;
/** Objects that are painted before a pause may come. */
const SLICE_OBJECTS = 128;
/** Objects that are baked at a time among which hidden ones are looked for. */
const OCCLUSION_OBJECTS = 2000;
/** Milliseconds that making their pixels may take in one go. */
const PIXELS_MS = 10;

const isSeen = ({ visible, opacity }: State): boolean => visible && opacity > 0;

const EVERYWHERE: Box = [-Infinity, -Infinity, Infinity, Infinity];

const join = (a: Box | undefined, b: Box): Box =>
  a ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] : b;

const touches = (a: Box, b: Box): boolean => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

export const createInk = (canvas: HTMLCanvasElement): Ink => {
  const ink = canvas.getContext("2d")!;
  ink.direction = "ltr";
  return ink;
};

export type Layers = ReturnType<typeof createLayers>;

export function createLayers(width: number, height: number) {
  let bands: Band[] = [];
  let damage: Box | undefined = EVERYWHERE;
  /** Pixels of the bitmaps. */
  let size: readonly [number, number] = [1, 1];
  let flush: Ink | undefined;
  /** Objects painted since, and how many may be. */
  let drawn = 0;
  let portion = 1024;

  const bandOf = (z: number): Band => {
    let at = bands.length - 1;
    while (at >= 0 && bands[at]!.z > z) at--;
    const found = bands[Math.max(0, at)];
    if (found && (found.z === z || bands.length >= MAX_LAYERS)) return found;
    const made = createBand(z);
    bands.splice(at + 1, 0, made);
    return made;
  };

  const mark = (band: Band, place: number, box: Box): void => {
    damage = join(damage, box);
    if (place < band.baked) band.damage = join(band.damage, box);
  };
  const takeOut = (thing: Thing, state: State): void => {
    const band = bandOf(state.z);
    mark(band, find(band, state), thing.box);
    remove(band, state);
  };
  const putIn = (thing: Thing, state: State): void => {
    const band = bandOf(state.z);
    mark(band, insert(band, thing, state), thing.box);
  };

  const toPixels = ([left, top, right, bottom]: Box): [number, number, number, number] => {
    const [across, down] = [size[0] / width, size[1] / height];
    const x = Math.max(0, Math.floor(left * across));
    const y = Math.max(0, Math.floor(top * down));
    return [x, y, Math.min(size[0], Math.ceil(right * across)) - x, Math.min(size[1], Math.ceil(bottom * down)) - y];
  };

  /** Lets only whole pixels of a box be painted, and clears them. */
  const clear = (ink: Ink, box: Box): readonly [number, number, number, number] => {
    const pixels = toPixels(box);
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.beginPath();
    ink.rect(...pixels);
    ink.clip();
    ink.clearRect(...pixels);
    return pixels;
  };
  const scale = (ink: Ink): void => ink.setTransform(size[0] / width, 0, 0, size[1] / height, 0, 0);

  /** Has pixels made now: engines put it off, and would make those of many slices in one task. */
  const settle = (ink: Ink): void => {
    if (drawn < portion) return;
    const start = performance.now();
    flush ??= createInk(document.createElement("canvas"));
    flush.drawImage(ink.canvas, 0, 0, 1, 1, 0, 0, 1, 1);
    const taken = performance.now() - start;
    portion = Math.max(512, Math.min(65_536, (drawn * PIXELS_MS) / (taken + 0.1)));
    drawn = 0;
  };

  /** Paints things of a band from `from` to before `to`, those that touch a box, without what others hide. */
  function* paintAll(ink: Ink, things: Band["things"], [from, to]: [number, number], box?: Box): Generator<undefined> {
    const ratio = [size[0] / width, size[1] / height] as const;
    const hidden = to - from > OCCLUSION_OBJECTS ? yield* findHidden(things, [from, to], size, ratio) : undefined;
    for (let at = from; at < to; at++) {
      const thing = things[at];
      if (!thing || hidden?.[at] || (box && !touches(thing.box, box))) continue;
      paint(ink, thing.shown!);
      if (++drawn % SLICE_OBJECTS) continue;
      settle(ink);
      yield;
    }
  }

  /** Brings a band's canvas up to date. */
  function* bake(band: Band, many: number): Generator<undefined, void> {
    const { things } = band;
    if (!band.ink) {
      if (things.length - band.holes <= many) return;
      band.ink = createInk(document.createElement("canvas"));
    }
    const { ink } = band;
    if (ink.canvas.width !== size[0] || ink.canvas.height !== size[1]) {
      [ink.canvas.width, ink.canvas.height] = size;
      ink.direction = "ltr";
      band.baked = 0;
      band.damage = undefined;
    }
    if (band.damage) {
      const box = band.damage;
      ink.save();
      clear(ink, box);
      scale(ink);
      yield* paintAll(ink, things, [0, band.baked], box);
      ink.restore();
      band.damage = undefined;
    }
    let tail = 0;
    for (let at = things.length; at > band.baked && tail <= many;) if (things[--at]) tail++;
    if (tail <= many) return;
    let end = things.length;
    for (tail = 0; tail < UNBAKED_OBJECTS; end--) if (things[end - 1]) tail++;
    for (let at = band.baked; at < end; at++) if (things[at]?.moving) end = at;
    scale(ink);
    yield* paintAll(ink, things, [band.baked, end]);
    band.baked = end;
  }

  return {
    /** Shows an object otherwise than before, or (`undefined`) no more. */
    set(thing: Thing, state: State | undefined): void {
      const { shown } = thing;
      if (shown === state) return;
      const box = state && (isSeen(state) ? boxOf(state) : NOWHERE);
      if (shown && state && shown.order === state.order && shown.z === state.z) {
        const band = bandOf(state.z);
        mark(band, find(band, state), join(thing.box, box!));
        thing.box = box!;
      } else {
        if (shown) takeOut(thing, shown);
        if (box) {
          thing.box = box;
          putIn(thing, state);
        }
      }
      thing.shown = state;
    },
    /** Makes sure that an object can change at every frame; `false`: too much is baked above it. */
    lift(thing: Thing): boolean {
      const band = bandOf(thing.shown!.z);
      const place = find(band, thing.shown!);
      if (band.baked - place > MAX_LIFTED) return false;
      for (; band.baked > place; band.baked--) {
        const above = band.things[band.baked - 1];
        if (above) band.damage = join(band.damage, above.box);
      }
      return true;
    },
    /** Puts all in order anew, which after many changes is quicker than one by one. */
    *rebuild(all: Thing[]): Generator<undefined, void> {
      bands = bands.map(({ z, ink }) => ({ ...createBand(z), ink, damage: EVERYWHERE }));
      damage = EVERYWHERE;
      all.sort((a, b) => a.shown!.z - b.shown!.z || a.shown!.order - b.shown!.order);
      let count = 0;
      for (const thing of all) {
        const state = thing.shown!;
        thing.box = isSeen(state) ? boxOf(state) : NOWHERE;
        putIn(thing, state);
        if (++count % SLICE_OBJECTS === 0) yield;
      }
    },
    all: (): Thing[] => bands.flatMap(({ things }) => things.filter((thing) => thing !== undefined)),
    /** The picture is put together anew. */
    repaint(): void {
      damage = EVERYWHERE;
    },
    /** All is painted anew. */
    spoil(): void {
      damage = EVERYWHERE;
      for (const band of bands) band.damage = EVERYWHERE;
    },
    /** Paints in slices what is baked; then, at once, what of the picture changed. */
    *render(
      target: Ink,
      [across, down]: readonly [number, number],
      ground: string,
      moves: boolean,
    ): Generator<undefined, void> {
      size = [across, down];
      for (const band of bands) yield* bake(band, moves ? MAX_UNBAKED_MOVING : MAX_UNBAKED);
      if (target.canvas.width !== across || target.canvas.height !== down) {
        [target.canvas.width, target.canvas.height] = size;
        target.direction = "ltr";
        damage = EVERYWHERE;
      }
      if (!damage) return;
      const box = damage;
      damage = undefined;
      target.save();
      const pixels = clear(target, box);
      target.fillStyle = ground;
      target.fillRect(...pixels);
      const [x, y, w, h] = pixels;
      for (const { ink, things, baked } of bands) {
        target.setTransform(1, 0, 0, 1, 0, 0);
        if (ink && baked && w > 0 && h > 0) target.drawImage(ink.canvas, x, y, w, h, x, y, w, h);
        scale(target);
        for (let at = baked; at < things.length; at++) {
          const thing = things[at];
          if (thing && touches(thing.box, box)) paint(target, thing.shown!);
        }
      }
      target.restore();
    },
    dispose(): void {
      for (const { ink } of bands) if (ink) ink.canvas.width = ink.canvas.height = 0;
      bands = [];
    },
  };
}
