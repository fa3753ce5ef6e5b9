/** What a renderer is, and what it is given. A renderer imports nothing else of the host script. */

import type { Translate } from "./messages.ts";
import type { Metadata } from "./items.ts";
import type { Options } from "./options.ts";

export interface Renderer {
  /**
   * Fills `context.host`, at once or later. Throwing, or a promise that rejects, shows the next type of the
   * bundle, or an error in the item's place; what is in `host` then is removed.
   */
  render(data: unknown, context: Context): Instance | void | Promise<Instance | void>;
}

/** A rendered item. Every method is optional; without `update` a new value is rendered beside and swapped in. */
export interface Instance {
  /** Shows another value of the same type in place; a promise where it takes time. */
  update?(data: unknown, metadata: Metadata): void | Promise<unknown>;
  /** Streams only: more text at the end. */
  append?(text: string): void;
  /** Frees what the page would not: listeners elsewhere, timers, object URLs. `host` is removed by the caller. */
  dispose?(): void;
  /** Settles when the first screenful shows; a rejection counts as a renderer that threw. */
  readonly ready?: Promise<unknown>;
}

export interface Context {
  /** The element to fill. It may not be in the document. */
  readonly host: HTMLElement;
  /** The type being shown: a MIME type, or `stdout`, `stderr`, `error`, `log`, `input`. */
  readonly type: string;
  /** The bundle's metadata, and over it that of this type's own key. */
  readonly metadata: Metadata;
  readonly resultId: string;
  readonly options: Options;
  /** State that lasts across items and is shared within `options.scope` (by default the container). */
  readonly scope: Map<string, unknown>;
  /** Aborted when the item is disposed or replaced. */
  readonly signal: AbortSignal;
  /** A text of the interface in the page's language. */
  readonly text: Translate;
  /** The page's one Trusted Types policy, where the browser has them. */
  policy(): TrustedTypePolicyLike | undefined;
  /** Runs `job` soon, in turn with all other items' work, in slices that leave the page responsive. Aim below 8 ms a job. */
  schedule(job: () => void): void;
  /** Adopts a style sheet of ours into the document or shadow root that holds the container; each text once. */
  style(css: string): void;
  /** Another chunk's module, loaded once. */
  load(chunk: string): Promise<unknown>;
  /** Dispatches `backendai:<name>` on the container, bubbling. */
  emit(name: string, detail: object): void;
}

/** The part of `TrustedTypePolicy` that is used; older type libraries lack the original. */
export interface TrustedTypePolicyLike {
  createHTML(text: string): unknown;
  createScriptURL(url: string): unknown;
}
