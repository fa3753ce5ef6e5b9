/** The canvases of a scope by their ids, and the items that draw on them, one after the other. */

import type { Context } from "../../backendai-media.d.ts";
import { decode, type Value } from "./decode.ts";
import { loadPicture, readKey } from "./readers.ts";
import { createScene, type Scene } from "./scene.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { createView, type View } from "./view.ts";
import { DRAWING_MAX_CANVASES } from "../../shared/spec.ts";

const SCOPE_KEY = "drawing";
/** Numbers of polygons that are read before a pause may come. */
const SLICE_NUMBERS = 20_000;

/** Canvases by the ids that commands have for them. */
export type Views = Map<unknown, View>;

export interface Stage {
  readonly views: Views;
  /** Settles when the items so far were read. */
  last: Promise<unknown>;
}

export function stageOf(scope: Map<string, unknown>): Stage {
  const stage = (scope.get(SCOPE_KEY) as Stage | undefined) ?? { views: new Map(), last: Promise.resolve() };
  scope.set(SCOPE_KEY, stage);
  return stage;
}

/**
 * Carries out an item's commands, all of them or, where one is malformed, none: then it throws. `own` are the canvases
 * that its slot shows, and `place` adds one. Settles when what changed shows.
 */
export async function feed(stage: Stage, data: unknown, context: Context, itemViews: Views): Promise<void> {
  const { signal } = context;
  const { views } = stage;
  const opened = new Map<unknown, Scene>();
  const touched = new Set<Scene>();

  /** Carries out a command; returns how many numbers of polygons that took. */
  const run = (command: Value[]): number => {
    const key = readKey(command[0]);
    const name = command[1];
    const values = command.slice(2);
    if (name === "canvas") {
      if (values.length < 2) throw new Error(`canvas lacks arguments; got ${values.length}`);
      if (!views.has(key) && !opened.has(key) && views.size + opened.size >= DRAWING_MAX_CANVASES)
        throw new Error("more than 1,000 canvases");
      const [width, height, bgcolor, fgcolor] = values;
      const scene = createScene(width!, height!, bgcolor, fgcolor);
      opened.set(key, scene);
      touched.add(scene);
      return 0;
    }
    const scene = opened.get(key) ?? views.get(key)?.scene();
    if (!scene) return 0;
    if (!touched.has(scene)) scene.begin();
    touched.add(scene);
    const before = scene.work();
    scene.run(name as string, values);
    return scene.work() - before;
  };

  function* work(): Generator<undefined, void> {
    let index = 0;
    let numbers = 0;
    for (const command of decode(data)) {
      if (!command) {
        yield;
        continue;
      }
      try {
        numbers += run(command);
      } catch (error) {
        throw new Error(`Command ${index}: ${(error as Error).message}`, { cause: error });
      }
      index++;
      if (numbers < SLICE_NUMBERS) continue;
      numbers = 0;
      yield;
    }
  }

  const prepare = async (): Promise<void> => {
    await runInTimeSlices(context, work());
    await Promise.all([...touched].flatMap((scene) => [...scene.pictures.values()].map(loadPicture)));
  };

  /** Returns what settles when it shows. */
  function* commit(): Generator<undefined, Promise<void>[]> {
    for (const [key, scene] of opened) {
      const view = itemViews.get(key) ?? createView(scene, key, context);
      if (itemViews.has(key)) view.reset(scene);
      else context.host.append(view.figure);
      itemViews.set(key, view);
      views.set(key, view);
      yield;
    }
    if (opened.size) for (const [key, view] of itemViews) if (!opened.has(key)) drop(stage, itemViews, key, view);
    context.host.style.display = itemViews.size ? "" : "none";
    return [...views.values()].filter((view) => touched.has(view.scene())).map((view) => view.wake());
  }

  const turn = stage.last;
  let next!: () => void;
  stage.last = new Promise<void>((resolve) => (next = resolve));
  // Scheduled work of a disposed item never runs; others must not wait for it.
  const done = new AbortController();
  const abort = new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => resolve(), { signal: done.signal }),
  );
  let shown: Promise<void>[] = [];
  try {
    await Promise.race([turn, abort]);
    if (!signal.aborted) await Promise.race([prepare(), abort]);
    if (signal.aborted) throw new Error();
    for (const scene of touched) scene.commit();
    shown = (await Promise.race([runInTimeSlices(context, commit()), abort])) ?? [];
  } catch (error) {
    for (const scene of touched) scene.refuse();
    if (!signal.aborted) throw error;
  } finally {
    // An item disposed while it waits must keep the order.
    void turn.then(next);
    done.abort();
  }
  await Promise.all(shown);
}

/** Frees a canvas. */
export function drop({ views }: Stage, itemViews: Views, key: unknown, view: View): void {
  if (views.get(key) === view) views.delete(key);
  itemViews.delete(key);
  view.figure.remove();
  view.dispose();
}
