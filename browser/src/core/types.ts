/** The table of types (`types.json`, highest rank first), and what follows from it for types that are not in it. */

import type { Media } from "../backendai-media.d.ts";

/** What is known of a type. */
export interface TypeEntry {
  /** Among the types of a mimebundle the highest is shown; ours are below 0. */
  rank: number;
  /** The page's renderer, or what imports it. */
  loader?: Parameters<Media["register"]>[1];
  /** The chunk with our renderer; empty: the tools know. A page's own type has none. */
  chunk?: string;
}

/** A page's own types are added. */
export const types = new Map<string, TypeEntry>(
  __TYPES__.split(",").map((row, index): [string, TypeEntry] => {
    const [type = "", chunk = ""] = row.split(" ");
    return [type, { rank: -1 - index, chunk }];
  }),
);

export const isJson = (type: string): boolean => /json$|sorna.gitgraph/.test(type);

/** The row of a (lowered) type, or of its family: `image/*`, any JSON. */
export const entryOf = (type: string): TypeEntry | undefined =>
  types.get(type) ?? types.get(isJson(type) ? "application/json" : type.replace(/\/.*/, "/*"));
