/** How the chunk `reader`, which follows the messages of Jupyter's widgets, and the chunk `widgets`, which shows them, work together. */

import type { RenderedItem } from "../backendai-media.d.ts";
import type { CommItem, Item } from "./items.ts";
import { isList, isText } from "./reading.ts";
import type { ShowWidget } from "./reading.ts";

const KEY = "widgets";
const REFERENCE = "IPY_MODEL_";
/** What is kept for the chunk `widgets` while nothing has loaded it. */
const MAX_WAITING = 100_000;

/** The states of the widgets of one scope, as far as the reader knows them. */
export interface FollowedModels {
  /** Follows a message; `isLive`: a kernel sent it, `isEcho`: because a page did. */
  read(widget: string, item: CommItem, isLive: boolean, isEcho: boolean): void;
  /** What the kernel does; `idle` and `busy` name the message that they are about. */
  kernel(state: "idle" | "busy" | "gone", message: string): void;
  /** The models that a kernel has. */
  known(ids: ReadonlySet<string>): void;
  /** Items that open the models which are reached from some. */
  keep(from: Iterable<string>): Item[];
}

/** One place in a result where an Output widget shows. */
export interface Showing {
  readonly widget: string;
  readonly show: ShowWidget;
  shown: RenderedItem;
}

/** The widgets of one scope. */
export interface Comms {
  models?: FollowedModels;
  /** What the models are to be told, until they are there. */
  readonly waiting: ((models: FollowedModels) => void)[];
  readonly showings: Set<Showing>;
  /** Where an Output widget begins to show. */
  attend?: (showing: Showing) => void;
  /** Where it no longer does. */
  leave?: (showing: Showing) => void;
}

export function commsOf(kept: Map<string, unknown>): Comms {
  const comms = (kept.get(KEY) as Comms | undefined) ?? { waiting: [], showings: new Set() };
  kept.set(KEY, comms);
  return comms;
}

export function tell({ models, waiting }: Comms, job: (models: FollowedModels) => void): void {
  if (models) job(models);
  else if (waiting.length < MAX_WAITING) waiting.push(job);
}

const isReference = (value: unknown): value is string => isText(value) && value.startsWith(REFERENCE);
const NONE: readonly string[] = [];

/** The models that a value names, alone or in a list. Nearly all values are none: that is told without a list for each. */
export function referencesIn(value: unknown): readonly string[] {
  const found = isList(value) ? value.filter(isReference) : isReference(value) ? [value] : NONE;
  return found[0] === undefined ? NONE : found.map((one) => one.slice(REFERENCE.length));
}

/** The bytes of base64 text, of a buffer or of a view of one; `undefined` for anything else. */
export function bytesOf(value: unknown): DataView | undefined {
  if (value instanceof DataView) return value;
  if (ArrayBuffer.isView(value)) return new DataView(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new DataView(value);
  if (!isText(value)) return undefined;
  try {
    return new DataView(Uint8Array.from(atob(value), (one) => one.charCodeAt(0)).buffer);
  } catch {
    return undefined;
  }
}
