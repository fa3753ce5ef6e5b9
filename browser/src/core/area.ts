/** What one call adds to a result: gathered until the next frame, then placed in turn with all other work. */

import type { OutputArea } from "../backendai-media.d.ts";
import { loadTools } from "./chunks.ts";
import type { Item, InvalidItem } from "../shared/items.ts";
import { join, normalize } from "./model/normalizer.ts";
import { asUpdate, dictOrEmpty, type PlacedItem } from "./model/normalize-context.ts";
import type { Placement } from "./placement.ts";
import { type ProgressOwner, startProgress } from "./progress.ts";
import { schedule } from "./schedule.ts";

/** Milliseconds until items are placed where no animation frame comes: in hidden pages and frames. */
const MAX_FRAME_MS = 100;

/** An area whose additions also give their normal form. */
export interface Area extends OutputArea {
  append(items: unknown): Item[];
}

/** The result that is added to. */
export interface AreaOwner extends ProgressOwner {
  readonly placement: Placement;
  /** Counts replacements of the whole result: work of an older one is dropped. */
  readonly generation: number;
  whenTranslated(job: () => void): void;
}

export function openArea(owner: AreaOwner): Area {
  const { placement, generation } = owner;
  const progress = startProgress(owner);
  const queue: PlacedItem[] = [];
  /** Positions in the caller's lists so far. */
  let count = 0;
  let isOpen = true;
  const inTurn = (job: () => void): void =>
    schedule(() => {
      if (generation === owner.generation) job();
    });

  const place = (item: PlacedItem): void => {
    const watcher = progress.begin(item.index);
    const placed = (): void => inTurn(() => placement.place(item, watcher));
    if (!dictOrEmpty((item as InvalidItem).raw).worksheets) return placed();
    // A notebook before format 4.
    loadTools().then(({ upgrade }) => {
      normalize(upgrade((item as InvalidItem).raw)).forEach(place);
      watcher.shown(false);
    }, placed);
  };
  const flush = (): void => {
    // Emptied first: what is placed at once may append more.
    const items = join(queue.splice(0));
    owner.whenTranslated(() => {
      items.forEach(place);
      inTurn(() => placement.dropStale());
    });
  };
  const push = (items: PlacedItem[]): Item[] => {
    if (!isOpen) return items;
    if (!queue.length) {
      // Whichever comes second has nothing left to do.
      requestAnimationFrame(flush);
      setTimeout(flush, MAX_FRAME_MS);
    }
    const first = count;
    for (const item of items) {
      item.index += first;
      queue.push(item);
      count = Math.max(count, item.index + 1);
    }
    return items;
  };

  return {
    done: progress.done,
    append: (value) => push(normalize(value)),
    update: (displayId, value) =>
      push(normalize(value).map((item) => (item.kind === "media" ? asUpdate(item, displayId) : item))),
    // It has no position in the caller's lists.
    clear: ({ wait = false } = {}) => push([{ kind: "control", action: "clear", wait, index: -1 }]),
    close() {
      if (!isOpen) return;
      isOpen = false;
      flush();
      owner.whenTranslated(() => {
        inTurn(() => placement.dropStale(true));
        progress.end();
      });
    },
  };
}
