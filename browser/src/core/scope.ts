/** State that lasts across items and may be shared by results. */

import type { Reader } from "../shared/reading.ts";
import type { Slot } from "./slot.ts";

export interface Scope {
  /** What renderers keep: a drawing's canvases, say. */
  readonly kept: Map<string, unknown>;
  /** The slots that show something under a display id, with their numbers. */
  readonly displays: Map<string, Map<Slot, number>>;
  /** Whether something came that the reader may read otherwise: from then on it reads all, in order. */
  isRare: boolean;
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
  const scope = store.get(key) ?? { kept: new Map(), displays: new Map(), isRare: false };
  store.set(key, scope);
  return scope;
}
