/** The items of one result in their places: each in a slot, in order, replaced and updated in place. */

import type { Item, MediaItem, ShowItem, StreamItem, UpdateItem } from "../shared/items.ts";
import type { Places, ShowWidget, Reader } from "../shared/reading.ts";
import { reasonOf } from "../shared/translate.ts";
import { loadTools } from "./chunks.ts";
import { showMedia } from "./media-item.ts";
import { schedule } from "./schedule.ts";
import { Slot, type SlotOwner, type Watcher } from "./slot.ts";
import type { Options } from "../backendai-media.d.ts";

/** State that lasts across items and may be shared by results. */
export interface Scope {
  /** What renderers keep: a drawing's canvases, say. */
  readonly kept: Map<string, unknown>;
  /** The slots that show something under a display id, with their numbers. */
  readonly displays: Map<string, Map<Slot, number>>;
  /** Whether something came that the reader may read otherwise: from then on it reads all, in order. */
  isRare?: boolean | undefined;
  /** There once it is loaded. */
  reader?: Reader;
}

interface Store {
  get(key: unknown): Scope | undefined;
  set(key: unknown, scope: Scope): unknown;
}

const byObject = new WeakMap<object, Scope>();
const byName = new Map<unknown, Scope>();

/** The scope of a key, made where it is new; an object's is freed with it. */
export function scopeOf(key: unknown): Scope {
  const store: Store = Object(key) === key ? byObject : byName;
  const scope = store.get(key) ?? { kept: new Map(), displays: new Map() };
  store.set(key, scope);
  return scope;
}

/** The result whose items these are. */
export interface PlacementOwner extends SlotOwner {
  /** Puts a new item's element into its place: behind all others. */
  readonly insert: (element: HTMLElement) => void;
  readonly options: Options;
  readonly scope: Scope;
}

/** Displays so far. */
let count = 0;

export class Placement implements Places {
  readonly #owner: PlacementOwner;
  #slots: Slot[] = [];
  /** Slots of what is being replaced: each shows until the item that takes its place does. */
  #stale: Slot[] = [];
  /** Whether that also shows if nothing more comes. */
  #keeps: boolean | undefined;

  constructor(owner: PlacementOwner) {
    this.#owner = owner;
  }

  /** What shows, in order, as it is now. */
  items(): Item[] {
    return (this.#slots[0] ? this.#slots : this.#stale).map(({ given }) => given!);
  }

  /** What is there shows until items come that take its place; with `keeps`, though none come. */
  replace(keeps?: boolean): void {
    this.#keeps = keeps && (this.#keeps || !!this.#slots[0]);
    if (!this.#slots[0]) return;
    this.#drop(this.#stale);
    this.#stale = this.#slots;
    this.#slots = [];
  }

  /** Removes what is being replaced, once something took its place or nothing more comes. */
  dropStale(isLast?: boolean): void {
    if (this.#slots[0] || (isLast && !this.#keeps)) this.#drop(this.#stale);
  }

  clear(): void {
    this.#drop(this.#stale);
    this.#drop(this.#slots);
  }

  /** Shows an item, or does what it says. */
  place(item: Item, watcher: Watcher): void {
    // Such items are the reader's.
    if (item.widget !== undefined) return this.#owner.scope.reader!.place(item, watcher);
    if (item.kind === "stream") return this.#stream(item, watcher);
    if (item.kind === "media") return this.#media(item, watcher);
    let type: string = item.kind;
    if (item.kind === "control") {
      type = item.action;
      if (item.action === "update") return this.#update(item, watcher);
      if (item.action === "show") return this.#show(item, watcher);
      if (item.action === "clear") {
        if (item.wait) this.replace(true);
        else this.clear();
        return watcher.shown(true);
      }
    }
    // What is no medium.
    this.#next(item).show([{ type, data: item, chunk: "tools" }], watcher);
  }

  #stream(item: StreamItem, watcher: Watcher): void {
    const { name, text } = item;
    const last = this.#slots.at(-1);
    if (last?.type === name) {
      (last.given as StreamItem).text += text;
      last.append(text);
      return watcher.shown(true);
    }
    this.#next(item).show([{ type: name, data: text, chunk: "console" }], watcher);
  }

  #media(item: MediaItem, watcher: Watcher): void {
    const slot = this.#next(item);
    const { displays } = this.#owner.scope;
    const id = (slot.displayId = item.display_id);
    if (id !== undefined) displays.set(id, (displays.get(id) ?? new Map()).set(slot, count++));
    showMedia(slot, item, this.#owner, watcher);
  }

  /** What is an Output widget's shows before the element of the slot, or where the reader says. */
  #show(item: ShowItem, watcher: Watcher): void {
    const slot = this.#next(item);
    const owner = this.#owner;
    const data: ShowWidget = (insert = (element) => slot.element.before(element)) =>
      owner.scope.reader!.showWidget(item.widget_id, new Placement({ ...owner, insert }));
    slot.show([{ type: item.action, data, metadata: { ...item }, chunk: "reader" }], watcher);
  }

  /** Shows another value wherever the scope shows something under the display id by now. */
  #update(item: UpdateItem, watcher: Watcher): void {
    const { scope, translate } = this.#owner;
    const { data, metadata } = item;
    const displays = scope.displays.get(item.display_id);
    const before = count;
    const change = (slot: Slot, shown: () => void): void => {
      slot.given = { ...(slot.given as MediaItem), data, metadata };
      showMedia(slot, item, this.#owner, { ...watcher, shown });
    };
    loadTools()
      .then(({ update }) => update(displays?.size && displays, before, { change, watcher }, schedule))
      .catch((error: unknown) => {
        watcher.failed(item.action, reasonOf(error, translate));
        watcher.shown(false);
      });
  }

  /** The slot of the next item: one of what is being replaced, or a new one. */
  #next(given: Item): Slot {
    const slot = this.#stale.shift() ?? new Slot(this.#owner);
    this.#forget(slot);
    slot.given = given;
    if (!slot.element.parentNode) this.#owner.insert(slot.element);
    this.#slots.push(slot);
    return slot;
  }

  /** Nothing updates it any more. */
  #forget(slot: Slot): void {
    this.#owner.scope.displays.get(slot.displayId!)?.delete(slot);
    slot.displayId = undefined;
  }

  #drop(slots: Slot[]): void {
    for (const slot of slots.splice(0)) {
      slot.dispose();
      this.#forget(slot);
    }
  }
}
