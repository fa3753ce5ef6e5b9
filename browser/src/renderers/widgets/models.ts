/** The states of the widgets of one scope. What comes twice, late or in another order leads to the same state. */

import type { CommBuffer, CommItem, Item } from "../../shared/items.ts";
import { type Dict, dictOrEmpty, isDict, isList, isText } from "../../shared/reading.ts";
import { MAX_NESTING_LEVELS, WIDGET_MAX_KEPT, WIDGET_MAX_TRAITS } from "../../shared/spec.ts";
import { bytesOf, type Comms, commsOf, type FollowedModels, referencesIn } from "../../shared/widgets.ts";

/** A widget. */
export class Model {
  readonly id: string;
  /** Whether a kernel has it: not if it was saved, or the kernel is gone. */
  isLive: boolean;
  /** Not if only changes came so far. */
  isOpened = false;
  /** Whether a value of the kernel's is older than the page's own. */
  declare holds?: (trait: string, isEcho: boolean) => boolean;
  #state = new Map<string, unknown>();
  /** What it was opened with, until something asks for its state: of ten thousand widgets few may show. */
  #given: Dict | undefined;
  #buffers: readonly CommBuffer[] = [];

  constructor(id: string, isLive: boolean) {
    this.id = id;
    this.isLive = isLive;
  }

  /** Traits by their names; binary values are `DataView`s. */
  get state(): Map<string, unknown> {
    const given = this.#given;
    if (!given) return this.#state;
    // Changes that came before are newer.
    const early = this.#state;
    this.#given = undefined;
    this.#state = new Map();
    this.put(Object.entries(given), this.#buffers);
    for (const [trait, value] of early) this.#state.set(trait, value);
    return this.#state;
  }

  /** What kind of widget it is. */
  get name(): unknown {
    return this.#given ? this.#given._model_name : this.#state.get("_model_name");
  }

  /** Opens it, again where it was open. */
  open(given: Dict, buffers: readonly CommBuffer[], isLive: boolean): void {
    if (this.isOpened) this.#state = new Map();
    this.isLive = isLive;
    this.isOpened = true;
    this.#given = given;
    this.#buffers = buffers;
  }

  /** Puts values into its state, as many as it may have. */
  put(entries: [string, unknown][], buffers: readonly CommBuffer[]): void {
    const { state } = this;
    for (const [trait, value] of entries)
      if (state.size < WIDGET_MAX_TRAITS || state.has(trait)) state.set(trait, value);
    if (!buffers[0]) return;
    const own = new Set<unknown>();
    for (const buffer of buffers) putInto(state, buffer, own);
  }
}

/** What happened to a model: traits changed (all, where none is named), or it is gone. */
export type Change = {
  readonly traits?: readonly string[];
  readonly isClosed?: boolean;
  /** What the kernel says to code of the widget's own. */
  readonly custom?: { readonly content: unknown; readonly buffers: readonly DataView[] };
};
export type Listener = (model: Model, change: Change) => void;
export type KernelListener =
  Parameters<FollowedModels["kernel"]> extends infer News extends unknown[] ? (...news: News) => void : never;

const put = (place: object, key: string | number, value: unknown): unknown =>
  Object.defineProperty(place, key, { value, enumerable: true, configurable: true, writable: true });

/** Puts a binary value where its path leads, into copies (`own`) of what is on the way: messages stay as they came. */
function putInto(state: Map<string, unknown>, { path, data }: CommBuffer, own: Set<unknown>): void {
  const [first, ...rest] = path;
  const bytes = bytesOf(data);
  if (!isText(first) || !bytes || rest.length > MAX_NESTING_LEVELS) return;
  const fill = (place: unknown, at: number): unknown => {
    const key = rest[at];
    if (key === undefined) return bytes;
    const isOwn = own.has(place);
    const copy = isOwn ? place : isList(place) ? [...place] : isDict(place) ? { ...place } : place;
    own.add(copy);
    if (isList(copy) ? typeof key === "number" && key in copy : isDict(copy))
      put(copy as object, key, fill(Object.hasOwn(copy as object, key) ? (copy as Dict)[key] : null, at + 1));
    return copy;
  };
  if (state.has(first) || (!rest.length && state.size < WIDGET_MAX_TRAITS)) state.set(first, fill(state.get(first), 0));
}

/** A state without its binary parts, as Jupyter sends it, and these. */
export function split(state: Iterable<[string, unknown]>): {
  data: Dict;
  buffers: { path: CommBuffer["path"]; data: DataView }[];
} {
  const buffers: { path: CommBuffer["path"]; data: DataView }[] = [];
  const without = (value: unknown, path: CommBuffer["path"]): unknown => {
    if (value instanceof DataView) {
      buffers.push({ path, data: value });
      return null;
    }
    if (path.length > 99) return null;
    if (isList(value)) return value.map((one, index) => without(one, [...path, index]));
    if (!isDict(value)) return value;
    const parts = Object.entries(value).map(([key, one]) => [key, without(one, [...path, key]), one] as const);
    return Object.fromEntries(parts.filter(([, , one]) => !(one instanceof DataView)));
  };
  return { data: without(Object.fromEntries(state), []) as Dict, buffers };
}

/** Bytes that become text at a time. */
const PIECE_BYTES = 8192;

export function toBase64({ buffer, byteOffset, byteLength }: DataView): string {
  let text = "";
  for (let at = 0; at < byteLength; at += PIECE_BYTES)
    text += String.fromCharCode(...new Uint8Array(buffer, byteOffset + at, Math.min(PIECE_BYTES, byteLength - at)));
  return btoa(text);
}

export class Models implements FollowedModels {
  readonly #models = new Map<string, Model>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #kernel = new Set<KernelListener>();
  /** Models that were closed: their views show nothing. */
  readonly #closed = new Set<string>();
  /** Whether the kernel's states are heard of. */
  hasStatus = false;

  /** A model that was opened. */
  get(id: string): Model | undefined {
    const model = this.#models.get(id);
    return model?.isOpened ? model : undefined;
  }

  wasClosed(id: string): boolean {
    return this.#closed.has(id);
  }

  *all(): Generator<Model> {
    for (const model of this.#models.values()) if (model.isOpened) yield model;
  }

  /** Calls `listener` at every change of a model, also of one that is yet to come, or of all (`""`). Returns what ends that. */
  watch(id: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (!listeners.size && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    };
  }

  watchKernel(listener: KernelListener): void {
    this.#kernel.add(listener);
  }

  /** Changes traits here, without the kernel. */
  set(model: Model, changes: Dict): void {
    this.#merge(model, changes, []);
  }

  read(id: string, { method, data, buffers = [] }: CommItem, isLive: boolean, isEcho: boolean): void {
    let model = this.#models.get(id);
    if (method === "close") {
      this.#models.delete(id);
      if (this.#closed.size < WIDGET_MAX_KEPT) this.#closed.add(id);
      if (model) this.#tell(model, { isClosed: true });
      return;
    }
    if (method === "custom") {
      const custom = { content: data, buffers: buffers.flatMap((one) => bytesOf(one.data) ?? []) };
      if (model) this.#tell(model, { custom });
      return;
    }
    if (!model) {
      this.#closed.delete(id);
      if (this.#models.size >= WIDGET_MAX_KEPT) return;
      model = new Model(id, isLive);
      this.#models.set(id, model);
    }
    // What a kernel has is not replaced by what was saved.
    if (!isLive && model.isLive && model.isOpened) return;
    const state = data as Dict;
    if (method === "update") {
      // A whole state, such as a kernel of ipywidgets 7 answers.
      if (isText(state._model_name)) Object.assign(model, { isOpened: true, isLive });
      return this.#merge(model, state, buffers, isEcho);
    }
    model.open(dictOrEmpty(state), buffers, isLive);
    this.#tell(model, {});
  }

  /** Where the kernel is gone, models stay as they are. */
  kernel(...news: Parameters<KernelListener>): void {
    if (news[0] === "gone") this.#leave(() => true);
    else this.hasStatus = true;
    for (const listener of this.#kernel) listener(...news);
  }

  /** Models that the kernel does not have are no longer alive. */
  known(ids: ReadonlySet<string>): void {
    this.#leave(({ id }) => !ids.has(id));
  }

  /** In the order in which they were opened. */
  keep(from: Iterable<string>): Item[] {
    const reached = new Set(from);
    for (const id of reached) {
      const model = this.get(id);
      // Of an Output widget what it shows is kept.
      if (!model || model.name === "OutputModel") continue;
      for (const value of model.state.values()) for (const one of referencesIn(value)) reached.add(one);
    }
    const kept: Item[] = [];
    for (const model of this.all()) {
      const { id, name } = model;
      // Links are not displayed.
      const isLinked =
        /^(Directional)?LinkModel$/.test(`${name}`) &&
        referencesIn(model.state.get("source")).some((one) => reached.has(one));
      if (name === "OutputModel" || !(isLinked || reached.has(id))) continue;
      const { data, buffers } = split(model.state);
      const parts = buffers.map(({ path, data }) => ({ path, data: toBase64(data) }));
      const item: CommItem = { kind: "control", action: "comm", method: "open", data };
      kept.push({ ...item, ...(parts.length && { buffers: parts }), widget: id });
    }
    return kept;
  }

  #leave(isGone: (model: Model) => boolean): void {
    for (const model of this.#models.values()) {
      if (!model.isLive || !isGone(model)) continue;
      model.isLive = false;
      this.#tell(model, { traits: [] });
    }
  }

  /** `isEcho`: whether the kernel says again what a page said; `undefined`: this page says it. */
  #merge(model: Model, data: Dict, buffers: readonly CommBuffer[], isEcho?: boolean): void {
    const { holds } = model;
    const isNewer = (trait: unknown): boolean => !(isText(trait) && holds!(trait, isEcho!));
    const doesHold = holds && isEcho !== undefined;
    const changes = Object.entries(data);
    const newer = doesHold ? changes.filter(([trait]) => isNewer(trait)) : changes;
    const bytes = doesHold ? buffers.filter(({ path }) => isNewer(path[0])) : buffers;
    model.put(newer, bytes);
    const { state } = model;
    const named = [...newer.map(([trait]) => trait), ...bytes.map(({ path }) => `${path[0]}`)];
    const traits = (bytes[0] ? [...new Set(named)] : named).filter((trait) => state.has(trait));
    if (traits[0] !== undefined) this.#tell(model, { traits });
  }

  #tell(model: Model, change: Change): void {
    this.#tellThose(model.id, model, change);
    this.#tellThose("", model, change);
  }

  #tellThose(id: string, model: Model, change: Change): void {
    for (const listener of this.#listeners.get(id) ?? []) {
      try {
        listener(model, change);
      } catch (error) {
        reportError(error);
      }
    }
  }
}

/** The models of a scope, with all that was read before. */
export function modelsOf(kept: Map<string, unknown>): { comms: Comms; models: Models } {
  const comms = commsOf(kept);
  const models = (comms.models as Models | undefined) ?? new Models();
  comms.models = models;
  for (const job of comms.waiting.splice(0)) job(models);
  return { comms, models };
}
