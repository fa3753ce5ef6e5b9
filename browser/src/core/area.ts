/** What one call adds to a result: gathered until the next frame, then placed in turn with all other work. */

import type { OutputArea } from "../backendai-media.d.ts";
import type { Item, PlacedItem } from "../shared/items.ts";
import { loadReader } from "./chunks.ts";
import { join, normalize } from "./model/normalizer.ts";
import { asUpdate } from "./model/normalize-context.ts";
import type { Placement, Scope } from "./placement.ts";
import { type ProgressOwner, startProgress } from "./progress.ts";
import { schedule } from "./schedule.ts";

/** Milliseconds until items are placed where no animation frame comes: in hidden pages and frames. */
const MAX_FRAME_MS = 100;

/** An area whose additions also give their normal form. */
export interface Area extends OutputArea {
  append(items: unknown): Item[];
}

/** What a result shows, when all that was added is placed. */
export const itemsOf = async (output: AreaOwner | undefined): Promise<Item[]> =>
  (await loadReader()).items(output, schedule);

/** The result that is added to. */
export interface AreaOwner extends ProgressOwner {
  readonly placement: Placement;
  /** Counts replacements of the whole result: work of an older one is dropped. */
  readonly generation: number;
  readonly scope: Scope;
  /** Does a job after all that were given before, when what it needs is there. */
  whenReady(job: () => void): void;
}

export function openArea(owner: AreaOwner): Area {
  const { placement, generation } = owner;
  const progress = startProgress(owner);
  /** What gives the items of each addition until the next frame, when all before it are read. */
  let queue: (() => PlacedItem[])[] = [];
  /** Positions in the caller's lists so far. */
  let count = 0;
  let isOpen = true;
  const inTurn = (job: () => void): void =>
    schedule(() => {
      if (generation === owner.generation) job();
    });

  const place = (item: PlacedItem): void => {
    // Messages of widgets were followed when they were read.
    if ("method" in item) return;
    const watcher = progress.begin(item.index);
    inTurn(() => placement.place(item, watcher));
  };
  const flush = (waiting: typeof queue, isLast?: boolean): void => {
    // Emptied first: what is placed at once may append more.
    const additions = waiting.splice(0);
    // Reading is work, too: where much is read, it is placed in later slices.
    const readAll = (): void => {
      join(additions.flatMap((read) => read())).forEach(place);
      inTurn(() => placement.dropStale(isLast));
      if (isLast) progress.end();
    };
    owner.whenReady(() => schedule(readAll));
  };
  const push = (items: PlacedItem[], read = () => items): Item[] => {
    if (!isOpen) return items;
    if (!queue[0]) {
      // A list of its own: whichever comes second finds it empty, and leaves what came since for its own frame.
      const waiting = (queue = []);
      const now = (): void => flush(waiting);
      requestAnimationFrame(now);
      setTimeout(now, MAX_FRAME_MS);
    }
    const first = count;
    for (const { index } of items) count = Math.max(count, first + index + 1);
    queue.push(() => {
      const found = read();
      for (const item of found) item.index += first;
      return found;
    });
    return items;
  };
  const add = (value: unknown, change = (items: PlacedItem[]) => items): Item[] => {
    const { scope } = owner;
    const { items, isRare } = normalize(value);
    scope.isRare ||= isRare;
    return push(change(items), scope.isRare ? () => change(normalize(value, scope.reader ?? null).items) : undefined);
  };

  return {
    done: progress.done,
    append: (value) => add(value),
    items: () => itemsOf(owner),
    update: (displayId, value) =>
      add(value, (items) => items.map((item) => (item.kind === "media" ? asUpdate(item, displayId) : item))),
    // It has no position in the caller's lists.
    clear: ({ wait = false } = {}) => push([{ kind: "control", action: "clear", wait, index: -1 }]),
    close() {
      if (!isOpen) return;
      isOpen = false;
      flush(queue, true);
    },
  };
}
