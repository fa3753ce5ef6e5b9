/** What commands leave: objects, and how they came to be, so that it can be played forwards and backwards. */

import type { Value } from "./decode.ts";
import { color, TRANSPARENT, number, type Picture, readKey, side } from "./readers.ts";
import { blank, changed, readShape, type State } from "./shapes.ts";
import { type Change, createThing, type Step, type Thing } from "./objects.ts";

/** Seconds that a step takes, and that lie between two. */
const STEP_SECONDS = 0.18;
const GAP_SECONDS = 0.12;
/** Numbers in all polygons, counted again at every change. */
const MAX_POLYGON_NUMBERS = 10_000_000;
/** Changes that are remembered; beyond them the oldest are forgotten. */
const MAX_CHANGES = 1_000_000;

export type Scene = ReturnType<typeof createScene>;

export function createScene(width: Value, height: Value, bgcolor: Value = "#fff", fgcolor: Value = "#000") {
  let changes: Change[] = [];
  let steps: Step[] = [];
  let things = new Map<unknown, Thing>();
  /** What the step that is being collected changes, with what it was. */
  const group = new Map<Thing, State | undefined>();
  const ground = createThing(undefined);
  const pictures = new Map<string, Picture>();
  let now = {
    time: 0,
    order: 0,
    work: 0,
    /** Where the changes after the last step begin. */
    run: 0,
    animated: true,
    depth: 0,
    speed: 1,
    stroke: color("fgcolor", fgcolor),
    fill: undefined as { color: string; points: number[]; order: number } | undefined,
  };
  /** How things were when the item began: what undoes it. */
  let begun = { now, changes: 0, steps: 0, points: 0 };

  const push = (thing: Thing, after: State | undefined): void => {
    const last = changes[thing.at];
    // Nothing is shown between two changes at one moment.
    if (last?.thing === thing && thing.at >= now.run && thing.at >= begun.changes) last.after = after;
    else {
      thing.at = changes.length;
      changes.push({ thing, before: thing.state, after });
    }
    thing.state = after;
  };

  const finish = (): void => {
    if (!group.size) return;
    const pace = now.speed || 1;
    const start = now.time;
    const end = start + STEP_SECONDS / pace;
    const from = changes.length;
    for (const [thing, before] of group) {
      thing.at = changes.length;
      changes.push({ thing, before, after: thing.state });
    }
    group.clear();
    now.run = changes.length;
    now.time = end + GAP_SECONDS / pace;
    steps.push({ from, to: now.run, start, end });
  };

  const change = (thing: Thing, after: State, isNew?: boolean, isStill?: boolean): void => {
    now.work += after.points.length;
    if (now.work > MAX_POLYGON_NUMBERS) throw new Error("Polygons of so many points change too often");
    const moves = now.animated && now.speed > 0 && !isStill;
    if (moves && !isNew) after.order = now.order++; // What moves comes to the front.
    if (moves || group.has(thing)) {
      if (!group.has(thing)) group.set(thing, thing.state);
      thing.state = after;
      if (!now.depth) finish();
    } else push(thing, after);
  };

  const remove = (thing: Thing | undefined): void => {
    if (!thing) return;
    things.delete(thing.key);
    if (group.has(thing)) {
      thing.state = group.get(thing);
      group.delete(thing);
      if (!thing.state) return;
    }
    push(thing, undefined);
  };

  const put = (key: unknown, state: State, order: number): void => {
    remove(things.get(key));
    const thing = createThing(key);
    things.set(key, thing);
    state.order = order;
    change(thing, state, true);
  };

  const setGround = (value: Value): void => push(ground, blank("ground", color("bgcolor", value)));

  /** Arguments that must be there, and what is done. */
  const commands: Record<string, [least: number, run: (...values: Value[]) => void]> = {
    bgcolor: [1, setGround],
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
        const thing = things.get(readKey(id));
        if (!thing?.state) return;
        const after = changed(thing.state, name, value, pictures);
        if (after) change(thing, after, false, name === "z");
      },
    ],
    delete: [1, (id) => remove(things.get(readKey(id)))],
    clear: [0, () => things.forEach(remove)],
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
    ground,
    pictures,
    /** All changes, of which those that are not committed are not to be looked at. */
    changes: () => changes,
    steps: () => steps,
    things: () => things,
    /** Committed changes, and seconds that they take. */
    size: 0,
    time: 0,
    /** Carries out one command; throws where it is malformed. */
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
      for (const [thing, before] of group) {
        thing.state = before;
        if (!before) things.delete(thing.key);
      }
      group.clear();
      for (const { thing, before } of changes.splice(begun.changes).reverse()) {
        thing.state = before;
        thing.at = -1;
        if (before && thing !== ground) things.set(thing.key, thing);
        else things.delete(thing.key);
      }
      steps.length = begun.steps;
      now = begun.now;
      if (now.fill) now.fill.points.length = begun.points;
    },
    /** Forgets the oldest of the `done` first changes, where there are too many; gives how many. */
    trim(done: number): number {
      if (changes.length < MAX_CHANGES * 1.1) return 0;
      const kept = steps.findIndex((step) => step.from >= changes.length - MAX_CHANGES && step.to > 0);
      const count = Math.min(done, kept < 0 ? changes.length - MAX_CHANGES : steps[kept]!.from);
      const gone = steps.findIndex((step) => step.from >= count);
      steps = gone < 0 ? [] : steps.slice(gone);
      changes = changes.slice(count);
      for (const step of steps) {
        step.from -= count;
        step.to -= count;
      }
      changes.forEach(({ thing }, at) => (thing.at = at));
      now.run = Math.max(0, now.run - count);
      made.size -= count;
      return count;
    },
  };
  setGround(bgcolor);
  return made;
}
