/** State of one `normalize` call: the position in the input, and the items so far. */

import type { Bundle, Item, MediaItem, StreamItem, UpdateItem } from "../../shared/items.ts";
import { isJson, typeName } from "../../shared/media-types.ts";
import { entryOf } from "../registry.ts";

export type Dict = Record<string, unknown>;

/** An item, and the position in the caller's list (or in a result's own) of what it was read from. */
export type PlacedItem = Item & { index: number };

export const isList = (value: unknown): value is unknown[] => Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === "string";
export const isTexts = (value: unknown): value is string[] => isList(value) && value.every(isText);
export const isDict = (value: unknown): value is Dict => typeof value === "object" && value !== null && !isList(value);

/** Multi-line text as one text, anything else as it is. */
export const joinLines = (value: unknown): unknown => (isTexts(value) ? value.join("") : value);
export const textOrEmpty = (value: unknown): string => (isText(value) ? value : "");
export const dictOrEmpty = (value: unknown): Dict => (isDict(value) ? value : {});

/** A media item as a new value for what shows under `displayId`. */
export const asUpdate = <Media extends MediaItem>(
  item: Media,
  displayId: string,
): Omit<Media, "kind"> & UpdateItem => ({
  ...item,
  kind: "control",
  action: "update",
  display_id: displayId,
});

/** Payloads of JSON types and of a page's own are any value; those of the other types in the table are text. */
const takesAny = (type: string): boolean => isJson(type) || entryOf(type)?.chunk === undefined;

/** Collects items, and keeps track of the value that is being read. */
export class NormalizeContext {
  readonly items: PlacedItem[] = [];
  readonly #keys: (string | number)[] = [];
  #raw: unknown;

  constructor(raw: unknown) {
    this.#raw = raw;
  }

  add(item: Item): void {
    const index = this.#keys.find((key) => typeof key === "number") ?? 0;
    this.items.push({ ...item, index });
  }

  /** Reads a part of the value, at `key`. */
  descend<Part>(key: string | number, part: Part, read: (part: Part) => void): void {
    this.#keys.push(key);
    this.#raw = part;
    read(part);
    this.#keys.pop();
  }

  /** Reads the parts of a list, in order. */
  each(list: readonly unknown[], read: (part: unknown) => void): void {
    list.forEach((part, index) => this.descend(index, part, read));
  }

  /** Puts an `invalid` item in the place of the value that is being read. */
  invalid(reason: string): void {
    const steps = this.#keys.map((key) => (isText(key) ? `.${key}` : `[${key}]`));
    this.add({ kind: "invalid", path: `$${steps.join("")}`, reason, raw: this.#raw ?? null });
  }

  /** Adds a stream of multi-line text. */
  stream(name: StreamItem["name"], value: unknown): void {
    const text = joinLines(value);
    if (isText(text)) this.add({ kind: "stream", name, text });
    else this.invalid("expected text");
  }

  /** Adds a mimebundle, or with `isUpdate` a new value for what shows under `displayId`. */
  media(data: Dict, metadata?: unknown, displayId?: unknown, isUpdate = false): void {
    const bundle = this.bundle(data);
    if (!bundle) return;
    const item: MediaItem = { kind: "media", data: bundle, metadata: dictOrEmpty(metadata) };
    if (!isText(displayId)) this.add(item);
    else this.add(isUpdate ? asUpdate(item, displayId) : { ...item, display_id: displayId });
  }

  /** A bundle with its payloads checked; `undefined` where none is left, which is said already. */
  bundle(data: Dict): Bundle | undefined {
    const entries = new Map<string, unknown>();
    let isBad = false;
    for (const [key, value] of Object.entries(data)) {
      const type = typeName(key);
      const payload = isJson(type) ? value : joinLines(value);
      if (isText(payload) || takesAny(type)) entries.set(type, payload);
      else isBad = true;
    }
    if (entries.size) return Object.fromEntries(entries);
    if (isBad) this.invalid("expected text");
    return undefined;
  }
}
