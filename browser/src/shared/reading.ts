/** How the host script and the chunk `reader`, which reads what few pages need, work together. */

import type { RenderedItem } from "../backendai-media.d.ts";
import type { Item, PlacedItem } from "./items.ts";

export type Dict = Record<string, unknown>;

export const isList = (value: unknown): value is unknown[] => Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === "string";
export const isTexts = (value: unknown): value is string[] => isList(value) && value.every(isText);
export const isDict = (value: unknown): value is Dict => typeof value === "object" && value !== null && !isList(value);

/** Multi-line text as one text, anything else as it is. */
export const joinLines = (value: unknown): unknown => (isTexts(value) ? value.join("") : value);
export const textOrEmpty = (value: unknown): string => (isText(value) ? value : "");
export const dictOrEmpty = (value: unknown): Dict => (isDict(value) ? value : {});
/** Whose an item is: nobody's, or an Output widget's. */
export type Owner = Pick<Item, "widget"> | undefined;

/** One call of `normalize`: gathers items, and keeps track of the value that is being read. */
export interface Reading {
  readonly items: PlacedItem[];
  /** Whose the items are that are added now. */
  owner: Owner;
  add(item: Item): void;
  /** Reads a part of the value, at `key`. */
  descend<Part>(key: string | number, part: Part, read: (part: Part) => void): void;
  each(list: readonly unknown[], read: (part: unknown) => void): void;
  /** Puts an `invalid` item in the place of the value that is being read. `why`: the reason, or its place in `REASONS`. */
  invalid(why: number | string): void;
  stream(name: "stdout" | "stderr", value: unknown): void;
  media(data: Dict, metadata?: unknown, displayId?: unknown, isUpdate?: boolean): void;
}

/** A result's items in their places, as far as the reader knows them. */
export interface Places {
  /** Those that show, in order, as they are now. */
  items(): Item[];
  place(item: Item, watcher: { failed(type: string, error: string): void; shown(ok: boolean): void }): void;
  clear(): void;
}

/** Shows an Output widget, its elements put into their places by `insert`. */
export type ShowWidget = (insert?: (element: HTMLElement) => void) => RenderedItem;

/** Tuples that the reader reads; one of `media` where its payload is text. */
export type RareTuple = "log" | "input" | "error" | "media";

/** Reads the values of one scope, in their order, and places what Output widgets show. */
export interface Reader {
  /** Whose what comes without a header is. */
  readonly owner: Owner;
  /** The words for the host script's reasons (`shared/reasons.ts`). */
  readonly reasons: readonly string[];
  /** Reads an object. `own` reads it as the host script does, `read` another value in its place. */
  read(reading: Reading, value: Dict, read: (value: unknown) => void, own: () => void): void;
  readTuple(reading: Reading, type: RareTuple, payload: unknown): void;
  /** Places what is an Output widget's. */
  place(item: Item, watcher: Parameters<Places["place"]>[1]): void;
  /** `places` is one where an Output widget shows, until that is disposed. */
  showWidget(widget: string, places: Places): RenderedItem;
  /** What a result shows, with what its Output widgets show. */
  keep(places: Places): Item[];
}

/** A result whose items can be kept. */
export interface KeptOutput {
  readonly placement: Places;
  readonly scope: { reader?: Reader };
  whenReady(job: () => void): void;
}

/** The module of the chunk. */
export interface Readers {
  /** `kept` is what the scope's renderers keep: the widgets' states, here. */
  createReader(kept: Map<string, unknown>): Reader;
  /** What a result shows, when all that was added is placed. Rejects with a RangeError where there is none. */
  items(output: KeptOutput | undefined, schedule: (job: () => void) => void): Promise<Item[]>;
}

/** Why the host script finds that a value is no item: it knows the number, the chunk `reader` the words. */
export const EXPECTED_TEXT = 0;
export const EXPECTED_MIMEBUNDLE = 1;
export const EXPECTED_DISPLAY_ID = 2;
export const EXPECTED_CONTENT = 3;
export const EXPECTED_ITEM = 4;
export const EXPECTED_TYPE_NAME = 5;
export const EXPECTED_TUPLE = 6;
export const NESTED_TOO_DEEPLY = 7;
export const UNKNOWN_OUTPUT = 8;
export const UNKNOWN_SHAPE = 9;

export const REASONS: readonly string[] = [
  "expected text",
  "expected a mimebundle",
  "expected a display_id",
  "expected content",
  "expected an item or a list",
  "expected a type name",
  "expected [type, data]",
  "nested too deeply",
  "unknown output type",
  "unknown item shape",
];
