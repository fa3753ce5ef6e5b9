/** The types that can be shown, and their ranks: the page's own, and the table of spec/types.json. */

import type { Media, Options } from "../backendai-media.d.ts";
import { familyOf, typeName, versionsOf } from "../shared/media-types.ts";
import { CHUNKS } from "../shared/spec.ts";

/** What is known of a type. */
export interface TypeEntry {
  /** Among the types of a mimebundle the highest is shown; ours are below 0. */
  rank: number;
  /** The page's renderer, or what imports it. */
  loader?: Parameters<Media["register"]>[1];
  /** The chunk with our renderer. A page's own type has none. */
  chunk?: string;
}

/** A page's own types are added. */
export const types = new Map<string, TypeEntry>();
for (const [type, chunk] of Object.entries(CHUNKS)) types.set(type, { rank: -1 - types.size, chunk });

/** The row of a (lowered) type, of its versions, or of its family: `image/*`, any JSON. */
export const entryOf = (type: string): TypeEntry | undefined =>
  types.get(type) ?? types.get(versionsOf(type)) ?? types.get(familyOf(type));

/**
 * A type that the page shows itself. `loader`: a renderer, or a function that imports one; it is asked once, and again
 * only after it failed. `rank`: among the types of a mimebundle the highest is shown; ours are below 0.
 */
export const register: Media["register"] = (type, loader, { rank = 1 } = {}) => {
  const name = typeName(type);
  types.set(name, { ...entryOf(name), rank, loader });
};

export const supports = (type: string): boolean => !!entryOf(typeName(type));

/** The types of `data` that can be shown, best first. */
export function ranked(data: object, options: Options): string[] {
  const rank = (type: string) => options.rank?.[type] ?? entryOf(type)!.rank;
  return Object.keys(data)
    .filter(supports)
    .sort((a, b) => rank(b) - rank(a));
}
