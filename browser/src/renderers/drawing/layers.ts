/**
 * What is shown, from back to front, and its pixels. Objects that are finished are baked, by z, on canvases of their own,
 * so that a picture costs what changed: the box around it is put together from these, and from the few on top of them.
 */

import { type ZLayer, find, insert, createZLayer, remove } from "./z-index.ts";
import { findOccluded } from "./occlusion.ts";
import { boxOf, isHeavy, paint, paintInPieces } from "./paint.ts";
import type { State } from "./shapes.ts";
import { type Box, EVERYWHERE, join, NOWHERE, touches, type DrawingObject } from "./objects.ts";

type Ink = CanvasRenderingContext2D;

/**
 * Objects of a z layer that are painted one by one. When there are more than `MAX_UNBAKED`, or more than
 * `MAX_UNBAKED_MOVING` and some move, all but `UNBAKED_OBJECTS` are baked.
 */
const UNBAKED_OBJECTS = 64;
const MAX_UNBAKED_MOVING = 256;
const MAX_UNBAKED = 1024;
/** Baked canvases; what has yet another z shares one. */
const MAX_Z_LAYERS = 8;
/** Objects that are taken off a baked canvas again so that one below them can move. */
const MAX_LIFTED = 512;
/** Objects that are painted before a pause may come. */
const SLICE_OBJECTS = 128;
/** Objects baked at a time above which occluded ones are searched for. */
const OCCLUSION_OBJECTS = 2000;
/** Milliseconds that making their pixels may take in one go. */
const PIXELS_MS = 10;

const isSeen = ({ visible, opacity }: State): boolean => visible && opacity > 0;

const weigh = (state: State | undefined): number => (state && isHeavy(state) ? 1 : 0);

export const createInk = (canvas: HTMLCanvasElement): Ink => {
  const ink = canvas.getContext("2d")!;
  ink.direction = "ltr";
  return ink;
};

export type Layers = ReturnType<typeof createLayers>;

export function createLayers(width: number, height: number) {
  let zLayers: ZLayer[] = [];
  let damage: Box | undefined = EVERYWHERE;
  /** Pixels of the bitmaps. */
  let size: readonly [number, number] = [1, 1];
  let flush: Ink | undefined;
  /** Objects painted since, and how many may be. */
  let drawn = 0;
  let portion = 1024;
  /** Heavy objects that are shown. */
  let heavies = 0;

  const zLayerOf = (z: number): ZLayer => {
    let at = zLayers.length - 1;
    while (at >= 0 && zLayers[at]!.z > z) at--;
    const found = zLayers[Math.max(0, at)];
    if (found && (found.z === z || zLayers.length >= MAX_Z_LAYERS)) return found;
    const made = createZLayer(z);
    zLayers.splice(at + 1, 0, made);
    return made;
  };

  const mark = (zLayer: ZLayer, place: number, box: Box): void => {
    damage = join(damage, box);
    if (place < zLayer.baked) zLayer.damage = join(zLayer.damage, box);
  };
  const takeOut = (object: DrawingObject, state: State): void => {
    const zLayer = zLayerOf(state.z);
    mark(zLayer, find(zLayer, state), object.box);
    remove(zLayer, state);
  };
  const putIn = (object: DrawingObject, state: State): void => {
    const zLayer = zLayerOf(state.z);
    mark(zLayer, insert(zLayer, object, state), object.box);
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
  const settle = (ink: Ink, isSure = false): void => {
    if (drawn < portion && !isSure) return;
    const start = performance.now();
    flush ??= createInk(document.createElement("canvas"));
    flush.drawImage(ink.canvas, 0, 0, 1, 1, 0, 0, 1, 1);
    const taken = performance.now() - start;
    if (isSure) return;
    portion = Math.max(512, Math.min(65_536, (drawn * PIXELS_MS) / (taken + 0.1)));
    drawn = 0;
  };

  /** Paints objects of a z layer from `from` to before `to`, those that touch a box, without occluded ones. */
  function* paintAll(
    ink: Ink,
    objects: ZLayer["objects"],
    [from, to]: [number, number],
    box?: Box,
  ): Generator<undefined> {
    const ratio = [size[0] / width, size[1] / height] as const;
    const occluded = to - from > OCCLUSION_OBJECTS ? yield* findOccluded(objects, [from, to], size, ratio) : undefined;
    for (let at = from; at < to; at++) {
      const object = objects[at];
      if (!object || occluded?.[at] || (box && !touches(object.box, box))) continue;
      if (isHeavy(object.shown!)) {
        for (const _ of paintInPieces(ink, object.shown!)) {
          settle(ink, true);
          yield;
        }
        continue;
      }
      paint(ink, object.shown!);
      if (++drawn % SLICE_OBJECTS) continue;
      settle(ink);
      yield;
    }
  }

  /** Brings a z layer's canvas up to date. */
  function* bake(zLayer: ZLayer, many: number): Generator<undefined, void> {
    const { objects } = zLayer;
    // What is heavy is always baked, and so is what lies below it.
    const heavy = heavies ? objects.findLastIndex((object) => object && isHeavy(object.shown!)) + 1 : 0;
    if (!zLayer.ink) {
      if (objects.length - zLayer.holes <= many && !heavy) return;
      zLayer.ink = createInk(document.createElement("canvas"));
    }
    const { ink } = zLayer;
    if (ink.canvas.width !== size[0] || ink.canvas.height !== size[1]) {
      [ink.canvas.width, ink.canvas.height] = size;
      ink.direction = "ltr";
      zLayer.baked = 0;
      zLayer.damage = undefined;
    }
    if (zLayer.damage) {
      const box = zLayer.damage;
      ink.save();
      clear(ink, box);
      scale(ink);
      yield* paintAll(ink, objects, [0, zLayer.baked], box);
      ink.restore();
      zLayer.damage = undefined;
    }
    let tail = 0;
    for (let at = objects.length; at > zLayer.baked && tail <= many;) if (objects[--at]) tail++;
    let end = zLayer.baked;
    if (tail > many) {
      end = objects.length;
      for (tail = 0; tail < UNBAKED_OBJECTS; end--) if (objects[end - 1]) tail++;
      for (let at = zLayer.baked; at < end; at++) if (objects[at]?.moving) end = at;
    }
    end = Math.max(end, heavy);
    if (end === zLayer.baked) return;
    scale(ink);
    yield* paintAll(ink, objects, [zLayer.baked, end]);
    zLayer.baked = end;
  }

  return {
    /** Shows an object otherwise than before, or (`undefined`) no more. */
    set(object: DrawingObject, state: State | undefined): void {
      const { shown } = object;
      if (shown === state) return;
      heavies += weigh(state) - weigh(shown);
      const box = state && (isSeen(state) ? boxOf(state) : NOWHERE);
      if (shown && state && shown.order === state.order && shown.z === state.z) {
        const zLayer = zLayerOf(state.z);
        mark(zLayer, find(zLayer, state), join(object.box, box!));
        object.box = box!;
      } else {
        if (shown) takeOut(object, shown);
        if (box) {
          object.box = box;
          putIn(object, state);
        }
      }
      object.shown = state;
    },
    /** Makes sure that an object can change at every frame; `false`: too much is baked above it. */
    lift(object: DrawingObject): boolean {
      const zLayer = zLayerOf(object.shown!.z);
      const place = find(zLayer, object.shown!);
      if (zLayer.baked - place > MAX_LIFTED) return false;
      for (; zLayer.baked > place; zLayer.baked--) {
        const above = zLayer.objects[zLayer.baked - 1];
        if (above) zLayer.damage = join(zLayer.damage, above.box);
      }
      return true;
    },
    /** Rebuilds the order, which after many changes is faster than one by one. */
    *rebuild(all: DrawingObject[]): Generator<undefined, void> {
      zLayers = zLayers.map(({ z, ink }) => ({ ...createZLayer(z), ink, damage: EVERYWHERE }));
      damage = EVERYWHERE;
      all.sort((a, b) => a.shown!.z - b.shown!.z || a.shown!.order - b.shown!.order);
      let count = 0;
      heavies = 0;
      for (const object of all) {
        const state = object.shown!;
        heavies += weigh(state);
        object.box = isSeen(state) ? boxOf(state) : NOWHERE;
        putIn(object, state);
        if (++count % SLICE_OBJECTS === 0) yield;
      }
    },
    all: (): DrawingObject[] => zLayers.flatMap(({ objects }) => objects.filter((object) => object !== undefined)),
    /** The picture is composed again. */
    repaint(): void {
      damage = EVERYWHERE;
    },
    /** Everything is painted again. */
    spoil(): void {
      damage = EVERYWHERE;
      for (const zLayer of zLayers) zLayer.damage = EVERYWHERE;
    },
    /** Paints baked parts in slices, then the changed part of the picture at once. */
    *render(
      target: Ink,
      [across, down]: readonly [number, number],
      background: string,
      moves: boolean,
    ): Generator<undefined, void> {
      size = [across, down];
      for (const zLayer of zLayers) yield* bake(zLayer, moves ? MAX_UNBAKED_MOVING : MAX_UNBAKED);
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
      target.fillStyle = background;
      target.fillRect(...pixels);
      const [x, y, w, h] = pixels;
      for (const { ink, objects, baked } of zLayers) {
        target.setTransform(1, 0, 0, 1, 0, 0);
        if (ink && baked && w > 0 && h > 0) target.drawImage(ink.canvas, x, y, w, h, x, y, w, h);
        scale(target);
        for (let at = baked; at < objects.length; at++) {
          const object = objects[at];
          if (object && touches(object.box, box)) paint(target, object.shown!);
        }
      }
      target.restore();
    },
    dispose(): void {
      for (const { ink } of zLayers) if (ink) ink.canvas.width = ink.canvas.height = 0;
      zLayers = [];
    },
  };
}
