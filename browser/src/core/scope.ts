/** State that lasts across items: display ids, and what renderers keep (a drawing's canvases). */

import type { Slot } from "./slot.ts";

export interface Scope {
  readonly displays: Map<string, Set<Slot>>;
  readonly state: Map<string, unknown>;
}

const byObject = new WeakMap<object, Scope>();
const byName = new Map<unknown, Scope>();

/** The scope of a key: an object's is freed with it. */
export function scopeOf(key: unknown): Scope {
  const scopes = (Object(key) === key ? byObject : byName) as Map<unknown, Scope>;
  const scope = scopes.get(key) ?? { displays: new Map(), state: new Map() };
  scopes.set(key, scope);
  return scope;
}
