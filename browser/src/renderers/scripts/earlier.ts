/**
 * What earlier outputs of a scope left for later ones, whose frames know nothing of each other: libraries that they loaded
 * (`output_notebook()`, `shap.initjs()`), and a place for the script in the next output. A later frame gets them again.
 */

import type { Context } from "../../backendai-media.d.ts";

/** UTF-16 units of markup that a scope keeps. */
const MAX_UNITS = 20_000_000;

interface Earlier {
  readonly loaders: Set<string>;
  place: string;
}

const KEY = "scripts";

function earlierOf({ scope }: Context): Earlier {
  const made: Earlier = (scope.get(KEY) as Earlier | undefined) ?? { loaders: new Set(), place: "" };
  scope.set(KEY, made);
  return made;
}

/** Keeps markup whose scripts draw nothing. */
export function keepLoader(context: Context, markup: string): void {
  const { loaders } = earlierOf(context);
  let units = markup.length;
  for (const one of loaders) units += one.length;
  if (units <= MAX_UNITS) loaders.add(markup);
}

/** Keeps markup that has a place, and no script that draws there. */
export function keepPlace(context: Context, markup: string): void {
  earlierOf(context).place = markup;
}

/** An output's markup after that of earlier loaders, out of sight; `withPlace`: and after the latest place. */
export function afterEarlier(context: Context, markup: string, withPlace = false): string {
  const earlier = earlierOf(context);
  const loaders = [...earlier.loaders].filter((one) => one !== markup);
  const place = withPlace ? earlier.place : "";
  if (withPlace) earlier.place = "";
  return `${loaders[0] ? `<body><div hidden>${loaders.join("")}</div>` : ""}${place}${markup}`;
}

/** A script as markup that ends where it does. */
export const asMarkup = (source: string): string => `<script>${source.replace(/<\/(?=script)/gi, "<\\/")}</script>`;
