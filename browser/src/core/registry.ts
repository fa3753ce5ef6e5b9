/** Which renderer shows a type: the page's own first, then the table's. */

import { load } from "./loader.ts";
import type { Media, Options, Renderer } from "../backendai-media.d.ts";
import { table, typeName } from "./types.ts";

type Loader = Parameters<Media["register"]>[1];

const entries = new Map<string, { rank: number; loader: Loader }>();

/**
 * A type that the page shows itself. `loader`: a renderer, or a function that imports one; it is asked once, and again
 * only after it failed. `rank`: among the types of a mimebundle the highest is shown; ours are at most 0.
 */
export function register(type: string, loader: Loader, { rank = 1 }: { rank?: number } = {}): void {
  entries.set(typeName(type), { rank, loader });
}

/** Registers the table's types; `image` is part of this script. */
export function registerOwn(image: Renderer): void {
  let rank = 0;
  for (const [type, { chunk }] of table) {
    rank--;
    if (chunk) register(type, chunk === "image" ? image : () => load(chunk) as Promise<Renderer>, { rank });
  }
}

export const supports = (type: string): boolean => entries.has(typeName(type));

/** The types of `data` that can be shown, best first. */
export function ranked(data: object, options: Options): string[] {
  const rank = (type: string) => options.rank?.[type] ?? entries.get(type)!.rank;
  return Object.keys(data)
    .filter(supports)
    .sort((a, b) => rank(b) - rank(a));
}

/** The renderer at once where it is here, else a promise of it. What is no medium (a stream, say) names its `chunk`. */
export function rendererOf(type: string, chunk?: string): Renderer | Promise<Renderer> {
  if (chunk) return load(chunk) as Promise<Renderer>;
  const entry = entries.get(type)!;
  const { loader } = entry;
  if (typeof loader !== "function") return loader;
  const loading = (async () => loader())();
  const loaded = loading.then((module) => (entry.loader = "default" in module ? module.default : module));
  // Asked once for all items; once more after a failure.
  entry.loader = () => loaded;
  loaded.catch(() => (entry.loader = loader));
  return loaded;
}
