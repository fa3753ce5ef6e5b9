/** State that lasts across items and may be shared by results: display ids, and what renderers keep (a drawing's canvases). */

import type { Slot } from "./slot.ts";

export class Scope {
  /** What renderers keep. */
  readonly state = new Map<string, unknown>();
  readonly #displays = new Map<string, Set<Slot>>();

  /** The slots that show a display id. */
  slotsOf(displayId: string): Slot[] {
    return [...(this.#displays.get(displayId) ?? [])];
  }

  add(displayId: string, slot: Slot): void {
    const slots = this.#displays.get(displayId) ?? new Set();
    this.#displays.set(displayId, slots.add(slot));
  }

  delete(slot: Slot): void {
    for (const [displayId, slots] of this.#displays)
      if (slots.delete(slot) && !slots.size) this.#displays.delete(displayId);
  }
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
  const scope = store.get(key) ?? new Scope();
  store.set(key, scope);
  return scope;
}
