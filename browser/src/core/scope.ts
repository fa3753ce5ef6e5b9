/** State that lasts across items and may be shared by results. */

import type { Slot } from "./slot.ts";

export interface Scope {
  /** What renderers keep: a drawing's canvases, say. */
  readonly kept: Map<string, unknown>;
  /** The slots that show something under a display id. */
  readonly displays: Map<string, Set<Slot>>;
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
