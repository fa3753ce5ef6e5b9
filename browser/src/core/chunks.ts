/** What the host script asks of chunks. They are loaded by their names, so that their types are said here, once. */

import type { Messages, Renderer, Translate } from "../backendai-media.d.ts";
import type { ServedOutput } from "../shared/chunk-interfaces.ts";
import type { Bundle } from "../shared/items.ts";
import { load } from "./loader.ts";
import type { TypeEntry } from "./types.ts";

/** What few pages need. */
export interface Tools {
  /** Shows why something does not show, with a link that saves its raw data. */
  notice(host: HTMLElement, type: string, reason: string, raw: unknown, translate: Translate): void;
  /** The renderer that a page's own loader gives. */
  importOwn(entry: TypeEntry): Promise<Renderer>;
  /** A bundle with the item that its SVG holds, and the SVG without it (docs/normal-form.md, envelopes). */
  openEnvelope(bundle: Bundle): Bundle;
  /** The texts of a language, with the page's own. */
  loadTranslator(
    language: string,
    own: Messages | undefined,
    load: (chunk: string) => Promise<unknown>,
  ): Promise<Translate>;
}

export interface Toolbar {
  /** Does what an event in an output asks for. */
  attend(event: Event, output: ServedOutput): void;
  /** A result as one HTML file; rejects with a RangeError where there is none. */
  exportHtml(output: ServedOutput | undefined): Promise<Blob>;
}

export const loadTools = (): Promise<Tools> => load("tools") as Promise<Tools>;
export const loadToolbar = (): Promise<Toolbar> => load("toolbar") as Promise<Toolbar>;
