/** What commands leave: objects, and how they came to be, so that it can be played forwards and backwards. */

import type { Value } from "./decode.ts";
import { color, TRANSPARENT, number, type Picture, readKey, side } from "./readers.ts";
import { blank, changed, readShape, type State } from "./shapes.ts";
import { type Change, createDrawingObject, type Step, type DrawingObject } from "./objects.ts";
import type { Heard } from "../../shared/chunk-interfaces.ts";
import { DRAWING_GAP_SECONDS, DRAWING_MAX_POLYGON_WORK, DRAWING_STEP_SECONDS } from "../../shared/spec.ts";

/** Changes that are remembered; beyond them the oldest are forgotten. */
const MAX_CHANGES = 1_000_000;
/** The same while a program is live, which may be for hours. */
const MAX_LIVE_CHANGES = 100_000;
/** Keys that a program can ask for. */
const MAX_KEYS = 200;

export type Scene = ReturnType<typeof createScene>;

export function createScene(width: Value, height: Value, bgcolor: Value = "#fff", fgcolor: Value = "#000") {
  let changes: Change[] = [];
  let steps: Step[] = [];
  let objects = new Map<unknown, DrawingObject>();
  /** The objects changed by the step being collected, with their previous state. */
  const group = new Map<DrawingObject, State | undefined>();
  const background = createDrawingObject(undefined);
  const pictures = new Map<string, Picture>();
  let now = {
    time: 0,
    order: 0,
    work: 0,
    /** Index of the first change after the last step. */
    run: 0,
    animated: true,
    depth: 0,
    speed: 1,
    stroke: color("fgcolor", fgcolor),
    fill: undefined as { color: string; points: number[]; order: number } | undefined,
    /** What a live program wants to hear. */
    heard: undefined as Omit<Heard, "drawing"> | undefined,
  };
  /** How things were when the item began: what undoes it. */
  let begun = { now, changes: 0, steps: 0, points: 0 };

  const push = (object: DrawingObject, after: State | undefined): void => {
    const last = changes[object.at];
    // Nothing is shown between two changes at one moment.
    if (last?.object === object && object.at >= now.run && object.at >= begun.changes) last.after = after;
    else {
      object.at = changes.length;
      changes.push({ object, before: object.state, after });
    }
    object.state = after;
  };

  const finish = (): void => {
    if (!group.size) return;
    const pace = now.speed || 1;
    const start = now.time;
    const end = start + DRAWING_STEP_SECONDS / pace;
    const from = changes.length;
    for (const [object, before] of group) {
      object.at = changes.length;
      changes.push({ object, before, after: object.state });
    }
    group.clear();
    now.run = changes.length;
    now.time = end + DRAWING_GAP_SECONDS / pace;
    steps.push({ from, to: now.run, start, end });
  };

  /** `isStill`: at once, without an animation. */
  const change = (object: DrawingObject, after: State, isNew?: boolean, isStill?: boolean): void => {
    now.work += after.points.length;
    if (now.work > DRAWING_MAX_POLYGON_WORK) throw new Error("Polygons with this many points change too often");
    const moves = now.animated && now.speed > 0 && !isStill;
    if (moves && !isNew) after.order = now.order++; // Moved objects come to the front.
    if (moves || group.has(object)) {
      if (!group.has(object)) group.set(object, object.state);
      object.state = after;
      if (!now.depth) finish();
    } else push(object, after);
  };

  const remove = (object: DrawingObject | undefined): void => {
    if (!object) return;
    objects.delete(object.key);
    if (group.has(object)) {
      object.state = group.get(object);
      group.delete(object);
      if (!object.state) return;
    }
    push(object, undefined);
  };

  const put = (key: unknown, state: State, order: number): void => {
    remove(objects.get(key));
    const object = createDrawingObject(key);
    objects.set(key, object);
    state.order = order;
    change(object, state, true);
  };

  const setBackground = (value: Value): void => push(background, blank("background", color("bgcolor", value)));

  /** The number of required arguments, and the implementation. */
  const commands: Record<string, [least: number, run: (...values: Value[]) => void]> = {
    bgcolor: [1, setBackground],
    fgcolor: [1, (value) => (now.stroke = color("fgcolor", value!))],
    obj: [
      2,
      (id, array) => {
        const state = readShape(array, now.stroke, pictures);
        const key = readKey(id);
        if (!state) return;
        const { points } = now.fill ?? {};
        if (points && state.kind === "line") {
          const { x, y, u, v } = state;
          if (points.at(-2) !== x || points.at(-1) !== y) points.push(x, y);
          points.push(u, v);
        }
        put(key, state, now.order++);
      },
    ],
    update: [
      3,
      (id, name, value) => {
        const object = objects.get(readKey(id));
        if (!object?.state) return;
        const after = changed(object.state, name, value, pictures);
        if (after) change(object, after, false, name === "z");
      },
    ],
    delete: [1, (id) => remove(objects.get(readKey(id)))],
    clear: [0, () => objects.forEach(remove)],
    "begin-fill": [
      0,
      (value) => {
        now.fill = { color: value === undefined ? now.stroke : color("fill", value), points: [], order: now.order++ };
      },
    ],
    "end-fill": [
      0,
      () => {
        const { fill } = now;
        now.fill = undefined;
        if (!fill || fill.points.length < 5) return;
        const state = readShape(["polygon", fill.points, TRANSPARENT, fill.color, 0], "", pictures)!;
        put(Symbol(), state, fill.order);
      },
    ],
    "begin-group": [0, () => now.depth++],
    "end-group": [
      0,
      () => {
        now.depth = Math.max(0, now.depth - 1);
        if (!now.depth) finish();
      },
    ],
    "stop-anim": [0, () => (now.animated = false)],
    "resume-anim": [0, () => (now.animated = true)],
    listen: [
      0,
      (keys, pointer) => {
        now.heard = Array.isArray(keys)
          ? { keys: keys.slice(0, MAX_KEYS).map(String), pointer: +pointer! || 0 }
          : undefined;
      },
    ],
    speed: [
      1,
      (value) => {
        const factor = number("speed", value);
        now.speed = factor > 0 ? Math.min(1000, Math.max(0.01, factor)) : 0;
      },
    ],
  };

  const made = {
    width: side("width", width),
    height: side("height", height),
    background,
    pictures,
    /** All changes; uncommitted ones must not be read. */
    changes: () => changes,
    steps: () => steps,
    objects: () => objects,
    /** Coordinates of polygons in all changes so far. */
    work: () => now.work,
    heard: () => now.heard,
    /** Committed changes, and seconds that they take. */
    size: 0,
    time: 0,
    /** Executes one command. @throws Error if it is malformed */
    run(name: string, values: Value[]): void {
      const [least, run] = Object.hasOwn(commands, name) ? commands[name]! : [];
      if (!run) return;
      if (values.length < least!) throw new Error(`${name} lacks arguments; got ${values.length}`);
      run(...values);
    },
    /** An item begins. */
    begin(): void {
      begun = {
        now: { ...now, fill: now.fill && { ...now.fill } },
        changes: changes.length,
        steps: steps.length,
        points: now.fill?.points.length ?? 0,
      };
    },
    /** The item was read to its end. */
    commit(): void {
      finish();
      made.size = changes.length;
      made.time = now.time;
    },
    /** The item is refused: as if it had not begun. */
    refuse(): void {
      for (const [object, before] of group) {
        object.state = before;
        if (!before) objects.delete(object.key);
      }
      group.clear();
      for (const { object, before } of changes.splice(begun.changes).reverse()) {
        object.state = before;
        object.at = -1;
        if (before && object !== background) objects.set(object.key, object);
        else objects.delete(object.key);
      }
      steps.length = begun.steps;
      now = begun.now;
      if (now.fill) now.fill.points.length = begun.points;
    },
    /** Forgets the oldest of the first `done` changes if there are too many; returns how many. */
    trim(done: number): number {
      const isHeavy = now.heard && now.work > DRAWING_MAX_POLYGON_WORK / 2;
      const most = isHeavy ? Math.floor(changes.length / 2) : now.heard ? MAX_LIVE_CHANGES : MAX_CHANGES;
      if (changes.length < most * 1.1) return 0;
      const kept = steps.findIndex((step) => step.from >= changes.length - most && step.to > 0);
      const count = Math.min(done, kept < 0 ? changes.length - most : steps[kept]!.from);
      // What is forgotten takes no more memory.
      for (let at = 0; now.heard && at < count; at++) now.work -= changes[at]!.after?.points.length ?? 0;
      const gone = steps.findIndex((step) => step.from >= count);
      steps = gone < 0 ? [] : steps.slice(gone);
      changes = changes.slice(count);
      for (const step of steps) {
        step.from -= count;
        step.to -= count;
      }
      changes.forEach(({ object }, at) => (object.at = at));
      now.run = Math.max(0, now.run - count);
      made.size -= count;
      return count;
    },
  };
  setBackground(bgcolor);
  return made;
}
