/** State that lasts across items: display ids, and what renderers keep (a drawing's canvases). */

export interface Scope<Slot> {
  readonly displays: Map<string, Set<Slot>>;
  readonly state: Map<string, unknown>;
}

const byObject = new WeakMap<object, Scope<never>>();
const byName = new Map<unknown, Scope<never>>();

/** The scope of a key: an object's is freed with it. */
export function scopeOf<Slot>(key: unknown): Scope<Slot> {
  const scopes = (Object(key) === key ? byObject : byName) as Map<unknown, Scope<Slot>>;
  const scope = scopes.get(key) ?? { displays: new Map(), state: new Map() };
  scopes.set(key, scope);
  return scope;
}
