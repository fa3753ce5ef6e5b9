/** The items of one result in their places: each in a slot, in order, replaced and updated in place. */

import type { ClearItem, InputItem, Item, MediaItem, StreamItem, UpdateItem } from "../shared/items.ts";
import { showMedia } from "./media-item.ts";
import { schedule } from "./schedule.ts";
import type { Scope } from "./scope.ts";
import { Slot, type SlotOwner, type Watcher } from "./slot.ts";
import type { Options } from "../backendai-media.d.ts";

/** The result whose items these are. */
export interface PlacementOwner extends SlotOwner {
  readonly element: HTMLElement;
  readonly options: Options;
  readonly scope: Scope;
}

export class Placement {
  readonly #owner: PlacementOwner;
  #slots: Slot[] = [];
  /** Slots of what is being replaced: each shows until the item that takes its place does. */
  #stale: Slot[] = [];

  constructor(owner: PlacementOwner) {
    this.#owner = owner;
  }

  /** The slot that an element belongs to. */
  slotOf(element: Element): Slot | undefined {
    return [...this.#slots, ...this.#stale].find((slot) => slot.element === element);
  }

  /** What is there shows until items come that take its place. */
  replace(): void {
    if (!this.#slots[0]) return;
    this.#drop(this.#stale);
    this.#stale = this.#slots;
    this.#slots = [];
  }

  /** Removes what is being replaced, once something took its place or nothing more comes. */
  dropStale(isLast = false): void {
    if (isLast || this.#slots[0]) this.#drop(this.#stale);
  }

  clear(): void {
    this.#drop(this.#stale);
    this.#drop(this.#slots);
  }

  /** Shows an item, or does what it says. */
  place(item: Item, watcher: Watcher): void {
    switch (item.kind) {
      case "stream":
        return this.#stream(item, watcher);
      case "media":
        return this.#media(item, watcher);
      case "control":
        if (item.action === "clear") return this.#clear(item, watcher);
        if (item.action === "update") return this.#update(item, watcher);
    }
    const type = (item as InputItem).action ?? item.kind;
    this.#next().show([{ type, data: item, chunk: "tools" }], watcher);
  }

  #stream({ name, text }: StreamItem, watcher: Watcher): void {
    const last = this.#slots.at(-1);
    if (last?.type === name) {
      last.append(text);
      return watcher.shown(true);
    }
    this.#next().show([{ type: name, data: text, chunk: "console" }], watcher);
  }

  #media(item: MediaItem, watcher: Watcher): void {
    const slot = this.#next();
    const { displays } = this.#owner.scope;
    const id = (slot.displayId = item.display_id);
    if (id !== undefined) displays.set(id, (displays.get(id) ?? new Set()).add(slot));
    showMedia(slot, item, this.#owner, watcher);
  }

  #clear({ wait }: ClearItem, watcher: Watcher): void {
    if (wait) this.replace();
    else this.clear();
    watcher.shown(true);
  }

  /** Shows another value under a display id: in this result, or else where others of its scope show it. */
  #update(item: UpdateItem, watcher: Watcher): void {
    const { element, scope } = this.#owner;
    const all = [...(scope.displays.get(item.display_id) ?? [])];
    const own = all.filter((slot) => slot.element.parentNode === element);
    let left = 1;
    const shown = (): void => {
      if (!--left) watcher.shown(true);
    };
    for (const slot of own[0] ? own : all) {
      left++;
      schedule(() => {
        // It may have come to show something else.
        if (slot.displayId !== item.display_id) return shown();
        showMedia(slot, item, this.#owner, { ...watcher, shown });
      });
    }
    shown();
  }

  /** The slot of the next item: one of what is being replaced, or a new one. */
  #next(): Slot {
    const slot = this.#stale.shift() ?? new Slot(this.#owner);
    this.#forget(slot);
    if (!slot.element.parentNode) this.#owner.element.append(slot.element);
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
