/** Playback of a drawing: which changes are done, which are in progress. */

import { partitionPoint } from "../../shared/search.ts";
import { blend, ease, initial } from "./blend.ts";
import type { Layers } from "./layers.ts";
import { isHeavy } from "./paint.ts";
import type { Scene } from "./scene.ts";
import type { Change, Step, DrawingObject } from "./objects.ts";

/** Objects of one step that move; where there are more, they jump. */
const MAX_MOVING = 2000;
/** Changes back, or ahead, that are made one by one; for more, everything is rebuilt. */
const MAX_STEPS_BACK = 200;
const MAX_STEPS_AHEAD = 2000;
/** Changes that are made before a pause may come. */
const SLICE_CHANGES = 512;

/** How many steps have ended at a time. */
export const stepsUntil = (steps: readonly Step[], time: number): number =>
  partitionPoint(steps.length, (index) => steps[index]!.end <= time);

export function createPlayer(scene: Scene, layers: Layers) {
  /** Changes that are shown from the beginning on. */
  let done = 0;
  /** The step in progress, and its moving objects. */
  let current: Step | undefined;
  let movers: Change[] = [];

  const put = (object: DrawingObject, state: Change["after"]): void => {
    if (object === scene.background) {
      object.shown = state;
      layers.repaint();
    } else layers.set(object, state);
  };

  const leave = (ahead: boolean): void => {
    if (!current) return;
    const { from, to } = current;
    const changes = scene.changes();
    for (let at = from; at < to; at++) {
      const { object, before, after } = changes[at]!;
      object.moving = false;
      put(object, ahead ? after : before);
    }
    done = ahead ? to : from;
    current = undefined;
    movers = [];
  };

  /** Applies or reverts many changes at once. */
  function* leap(target: number): Generator<undefined, void> {
    const changes = scene.changes();
    const touched = new Set<DrawingObject>();
    while (done !== target) {
      const isAhead = done < target;
      const { object, before, after } = changes[isAhead ? done++ : --done]!;
      object.shown = isAhead ? after : before;
      touched.add(object);
      if (done % SLICE_CHANGES === 0) yield;
    }
    const rest = layers.all().filter((object) => !touched.has(object));
    touched.delete(scene.background);
    yield* layers.rebuild([...rest, ...[...touched].filter((object) => object.shown)]);
  }

  return {
    done: () => done,
    moves: () => movers.length > 0,
    /** The oldest `count` changes were forgotten. */
    forget(count: number): void {
      done -= count;
    },
    /** Shows a moment, in seconds. */
    *show(time: number): Generator<undefined, void> {
      const changes = scene.changes();
      const steps = scene.steps();
      const ended = stepsUntil(steps, time);
      const next = steps[ended];
      const step = next && time >= next.start ? next : undefined;
      const target = step ? step.from : next ? (steps[ended - 1]?.to ?? 0) : scene.size;
      if (step !== current) leave(target >= (current?.to ?? Infinity));
      const ahead = target - done;
      if (-ahead > MAX_STEPS_BACK || (ahead > MAX_STEPS_AHEAD && ahead > scene.objects().size / 4)) yield* leap(target);
      while (done > target) {
        const { object, before } = changes[--done]!;
        put(object, before);
      }
      while (done < target) {
        const { object, after } = changes[done++]!;
        put(object, after);
        if (done % SLICE_CHANGES === 0) yield;
      }
      if (!step) return;
      const part = ease((time - step.start) / (step.end - step.start));
      if (!current) {
        current = step;
        const isFew = step.to - step.from <= MAX_MOVING;
        for (let at = step.from; at < step.to; at++) {
          const change = changes[at]!;
          const { object, after } = change;
          put(object, after);
          if (isFew && after && !isHeavy(after) && layers.lift(object)) {
            object.moving = true;
            movers.push(change);
          }
        }
      }
      for (const { object, before, after } of movers) put(object, blend(before ?? initial(after!), after!, part));
    },
  };
}
