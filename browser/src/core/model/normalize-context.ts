/** State of one `normalize` call: the position in the input, and the items so far. */

import type { Bundle, Item, MediaItem, PlacedItem, StreamItem, UpdateItem } from "../../shared/items.ts";
import { isJson, typeName } from "../../shared/media-types.ts";
import {
  type Dict,
  dictOrEmpty,
  isText,
  joinLines,
  type Owner,
  type Reader,
  type Reading,
} from "../../shared/reading.ts";
import { entryOf } from "../registry.ts";
import { BUNDLE_MAX_TYPES, NORMALIZE_MAX_INVALID } from "../../shared/spec.ts";
import * as reasons from "../../shared/reading.ts";

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
export class NormalizeContext implements Reading {
  readonly items: PlacedItem[] = [];
  readonly #keys: (string | number)[] = [];
  #raw: unknown;
  #invalid = 0;
  /** `null` where it could not be loaded. */
  declare readonly reader: Reader | null | undefined;
  declare owner: Owner;
  /** Whether the reader may read the value otherwise. */
  declare isRare?: boolean;

  constructor(raw: unknown, reader?: Reader | null) {
    this.#raw = raw;
    this.reader = reader;
    this.owner = reader?.owner;
  }

  add(item: Item): void {
    const index = this.#keys.find((key) => typeof key === "number") ?? 0;
    this.items.push({ ...item, ...this.owner, index });
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
  invalid(why: number | string): void {
    this.isRare = true;
    if (this.#invalid++ >= NORMALIZE_MAX_INVALID) return;
    const steps = this.#keys.map((key) => (isText(key) ? `.${key}` : `[${key}]`));
    const reason = isText(why) ? why : (this.reader?.reasons[why] ?? "Not loaded");
    this.add({ kind: "invalid", path: `$${steps.join("")}`, reason, raw: this.#raw ?? null });
  }

  /** Leaves the value to the reader. */
  rare(): void {
    this.isRare = true;
    if (this.reader === null) this.invalid(reasons.UNKNOWN_SHAPE);
  }

  /** Adds a stream of multi-line text. */
  stream(name: StreamItem["name"], value: unknown): void {
    const text = joinLines(value);
    if (isText(text)) this.add({ kind: "stream", name, text });
    else this.invalid(reasons.EXPECTED_TEXT);
  }

  /** Adds a mimebundle, or with `isUpdate` a new value for what shows under `displayId`. */
  media(data: Dict, metadata?: unknown, displayId?: unknown, isUpdate?: boolean): void {
    const bundle = this.bundle(data);
    if (!bundle) return;
    const item: MediaItem = { kind: "media", data: bundle, metadata: dictOrEmpty(metadata) };
    if (!isText(displayId)) this.add(item);
    else this.add(isUpdate ? asUpdate(item, displayId) : { ...item, display_id: displayId });
  }

  /** A bundle with its payloads checked; `undefined` where none is left, which is said already. */
  bundle(data: Dict): Bundle | undefined {
    const entries = new Map<string, unknown>();
    let isBad: boolean | undefined;
    for (const [key, value] of Object.entries(data).slice(0, BUNDLE_MAX_TYPES)) {
      const type = typeName(key);
      this.isRare ||= type.includes("widget");
      const payload = isJson(type) ? value : joinLines(value);
      if (isText(payload) || takesAny(type)) entries.set(type, payload);
      else isBad = true;
    }
    if (entries.size) return Object.fromEntries(entries);
    if (isBad) this.invalid(reasons.EXPECTED_TEXT);
    return undefined;
  }
}
