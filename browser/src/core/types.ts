/** The table of types (`types.json`, highest rank first), and what follows from it for types that are not in it. */

import type { Media } from "../backendai-media.d.ts";

/** What is known of a type. */
export interface TypeEntry {
  /** Among the types of a mimebundle the highest is shown; ours are below 0. */
  rank: number;
  /** The page's renderer, or what imports it. */
  loader?: Parameters<Media["register"]>[1];
  /** The chunk with our renderer; empty: it has none yet. */
  chunk?: string;
  /** What the payload is: `text`, `binary` or `json`. */
  payload?: string;
}

/** A page's own types are added. */
export const types = new Map<string, TypeEntry>(
  __TYPES__.split(",").map((row, index) => {
    const [type, chunk, payload] = row.split(" ");
    return [type!, { rank: ~index, chunk, payload } as TypeEntry];
  }),
);

/** A type string as it is looked up: trimmed, lowered, without parameters. */
export const typeName = (type: string): string => type.split(";")[0]!.trim().toLowerCase();

/** What a type's payload is, `text`, `binary` or `json`; `undefined`: any value. */
export const payloadOf = (type: string): string | undefined =>
  types.get(type)?.payload ?? (type.endsWith("json") ? "json" : undefined);
