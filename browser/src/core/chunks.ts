/** What the host script asks of chunks. They are loaded by their names, so that their types are said here, once. */

import type { Media, Messages, Renderer, Translate } from "../backendai-media.d.ts";
import type { DisplayChange, ServedOutput } from "../shared/chunk-interfaces.ts";
import type { Bundle } from "../shared/items.ts";
import type { Readers } from "../shared/reading.ts";
import { find, load } from "./loader.ts";
import { entryOf } from "./registry.ts";

/** What few pages need. */
export interface Tools {
  /** Shows why something does not show, with a link that saves its raw data. */
  notice(host: HTMLElement, type: string, reason: string, raw: unknown, translate: Translate): void;
  /** The renderer that a page's own loader gives. */
  importOwn(entry: { loader?: Parameters<Media["register"]>[1] }): Promise<Renderer>;
  /** Shows another value in those of `places` whose number is below `before`. Throws where there are no places. */
  update<Place>(
    places: ReadonlyMap<Place, number> | 0 | undefined,
    before: number,
    change: DisplayChange<Place>,
    schedule: (job: () => void) => void,
  ): void;
  /** The texts of a language, with the page's own. */
  loadTranslator(
    language: string,
    own: Messages | undefined,
    load: (chunk: string) => Promise<unknown>,
  ): Promise<Translate>;
}

export interface Envelopes {
  /** A bundle with the item that its SVG holds, and the SVG without it (docs/normal-form.md, envelopes). */
  readSvg(bundle: Bundle, schedule: (job: () => void) => void): Promise<Bundle>;
}

export interface Toolbar {
  /** Does what an event in an output asks for. */
  attend(event: Event, output: ServedOutput): void;
  /** A result as one HTML file; rejects with a RangeError where there is none. */
  exportHtml(output: ServedOutput | undefined): Promise<Blob>;
}

export const loadEnvelopes = (): Promise<Envelopes> => load("envelope") as Promise<Envelopes>;
export const loadReader = (): Promise<Readers> => load("reader") as Promise<Readers>;
export const loadTools = (): Promise<Tools> => load("tools") as Promise<Tools>;
export const loadToolbar = (): Promise<Toolbar> => load("toolbar") as Promise<Toolbar>;

/** The renderer at once where it is here, else a promise of it. What is no medium (a stream, say) names its `chunk`. */
export function rendererOf(type: string, chunk?: string): Renderer | Promise<Renderer> {
  const entry = entryOf(type);
  if (chunk || !entry?.loader) return find(chunk ?? entry!.chunk!) as Renderer;
  const { loader } = entry;
  if (typeof loader !== "function") return loader;
  return loadTools().then(({ importOwn }) => importOwn(entry));
}
