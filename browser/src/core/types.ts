/** The types that can be shown: the table of spec/types.json, and the page's own. */

import { familyOf } from "../shared/media-types.ts";
import { CHUNKS } from "../shared/spec.ts";
import type { Media } from "../backendai-media.d.ts";

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
export const types = new Map<string, TypeEntry>(
  Object.entries(CHUNKS).map(([type, chunk], index) => [type, { rank: -1 - index, chunk }]),
);

/** The row of a (lowered) type, or of its family: `image/*`, any JSON. */
export const entryOf = (type: string): TypeEntry | undefined => types.get(type) ?? types.get(familyOf(type));
