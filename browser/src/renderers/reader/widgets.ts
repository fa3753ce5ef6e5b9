/**
 * Follows the messages of Jupyter's widgets: their states, and of Output widgets which outputs are theirs, and where these
 * show. A block `with output:` sets the widget's `msg_id` to the message that runs the cell. What answers that message is
 * the widget's from then on, not the cell's.
 */

import { type Dict, dictOrEmpty, isDict, isList, isText, type Owner, type Reading } from "../../shared/reading.ts";
import type { CommItem, Item } from "../../shared/items.ts";
import { WIDGET_MAX_LOOKUPS, WIDGET_MAX_MODELS, WIDGET_MAX_OPEN } from "../../shared/spec.ts";
import { pair } from "./buffers.ts";
import { type Comms, referencesIn, tell } from "../../shared/widgets.ts";

export const VIEW = "application/vnd.jupyter.widget-view+json";
export const SAVED = "application/vnd.jupyter.widget-state+json";
const OUTPUT = "OutputModel";
/** Of comms that are widgets'. */
const TARGET = "jupyter.widget";
/** Fields of a model that name others. */
const MAX_FIELDS = 64;
/** Types of messages that a block captures. */
const CAPTURED: readonly unknown[] = ["stream", "display_data", "execute_result", "error", "clear_output"];

type Read = (value: unknown) => void;

interface Model {
  readonly isOutput: boolean;
  /** Field → the models that it names; most widgets name none but their layout and their style. */
  children: Map<string, readonly string[]> | undefined;
  isShown: boolean;
}

/** The widget that a bundle displays. */
export function viewOf(data: unknown): string | undefined {
  const model = dictOrEmpty(dictOrEmpty(data)[VIEW]).model_id;
  return isText(model) ? model : undefined;
}

/** Reads what was made of the value that is being read, and has no paths of its own, for `owner`. */
export function into(reading: Reading, owner: Owner, read: () => void): void {
  const { owner: outer, descend } = reading;
  reading.owner = owner;
  reading.descend = (_, part, readPart) => readPart(part);
  read();
  Object.assign(reading, { owner: outer, descend });
}

/** Adds an item that is a widget's, or nobody's. */
function add(reading: Reading, owner: Owner, item: Item): void {
  const { owner: outer } = reading;
  reading.owner = owner;
  reading.add(item);
  reading.owner = outer;
}

function* all(lists: readonly (readonly string[])[]): Generator<string, void> {
  for (const list of lists) yield* list;
}

const owned = (widget: string | undefined): Owner => (widget === undefined ? undefined : { widget });

/** The name and module of a model that stand beside its state. */
const named = ({ model_name: name, model_module: module }: Dict): Dict => ({
  ...(isText(name) && { _model_name: name }),
  ...(isText(module) && { _model_module: module }),
});

/** The state of an Output widget without what it shows, and whose that is. */
function withoutContent(state: Dict): Dict {
  const { outputs: _, msg_id: __, ...rest } = state;
  return rest;
}

/** The models that each field of a state names. */
function references(state: Dict): [string, readonly string[]][] {
  const found: [string, readonly string[]][] = [];
  for (const key of Object.keys(state)) {
    const named = referencesIn(state[key]);
    if (named[0] !== undefined || key === "children" || key === "child") found.push([key, named]);
  }
  return found;
}

/** The widgets of one scope, as far as its values were read. */
export class OutputWidgets {
  readonly #models = new Map<string, Model>();
  /** Widgets whose blocks are open, the newest first, and the message that runs each. */
  #open: { widget: string; running: string }[] = [];
  /** Names of models that may still be looked up. */
  #left = WIDGET_MAX_LOOKUPS;
  readonly #comms: Comms;

  constructor(comms: Comms) {
    this.#comms = comms;
  }

  /** Whose what comes without a header is. */
  get owner(): Owner {
    return owned(this.#open[0]?.widget);
  }

  /** Whose a message of that type is. */
  ownerOf(type: string, message: Dict): Owner {
    if (!CAPTURED.includes(type)) return undefined;
    const parent = dictOrEmpty(message.parent_header).msg_id;
    if (!isText(parent) || !parent) return this.owner;
    return owned(this.#open.find(({ running }) => running === parent)?.widget);
  }

  /** Follows a message of a widget; `read` adds the items of a value. */
  readComm(reading: Reading, type: string, { content, buffers }: Dict, read: Read): void {
    const { comm_id: widget, data, target_name: target = TARGET } = content as Dict;
    const body = dictOrEmpty(data);
    const { method = isDict(body.state) && "update" } = body;
    const all = pair(buffers, type === "comm_msg" && method === "custom" ? undefined : (body.buffer_paths ?? []));
    if (!isText(widget)) return;
    if (method === "update_states") return this.#readStates(reading, body.states, read, all);
    if (type === "comm_close") this.#follow(reading, widget, { method: "close" }, read);
    else if (type === "comm_open") {
      if (target === TARGET) this.#follow(reading, widget, { method: "open", data: body.state, buffers: all }, read);
    } else if (method === "custom") {
      this.#follow(reading, widget, { method, data: body.content ?? null, buffers: all }, read);
    } else if (method === "update" || method === "echo_update") {
      const isEcho = method === "echo_update";
      this.#follow(reading, widget, { method: "update", data: body.state, buffers: all }, read, true, isEcho);
    }
  }

  /** Follows an item that was kept. */
  readItem(reading: Reading, widget: string, { method, data, buffers }: Dict, read: Read): void {
    const all = isList(buffers) ? buffers.map(dictOrEmpty) : [];
    const places = all.map(({ path }) => path);
    const paired = pair(
      all.map(({ data }) => data),
      places,
    );
    const comm = { method: method as CommItem["method"], data: data ?? null, buffers: paired };
    this.#follow(reading, widget, comm, read, false);
  }

  /** Takes over widgets that were saved; with `isBeside`, only those that are not known. */
  readSaved(reading: Reading, saved: unknown, read: Read, isBeside = false): void {
    for (const [widget, one] of Object.entries(dictOrEmpty(dictOrEmpty(saved).state))) {
      const { state, buffers } = dictOrEmpty(one);
      if (!isDict(state) || (isBeside && this.#models.has(widget))) continue;
      const data = { ...named(one as Dict), ...state };
      const all = isList(buffers) ? buffers.map(dictOrEmpty).filter(({ encoding }) => encoding !== "hex") : [];
      const paired = pair(
        all.map(({ data }) => data),
        all.map(({ path }) => path),
      );
      this.#follow(reading, widget, { method: "open", data, buffers: paired }, read, false);
    }
  }

  /** Takes over the states that a kernel was asked for. */
  #readStates(reading: Reading, states: unknown, read: Read, buffers: ReturnType<typeof pair>): void {
    const byWidget = Map.groupBy(
      buffers.filter(({ path }) => path[1] === "state" && path.length > 2),
      ({ path }) => path[0],
    );
    for (const [widget, one] of Object.entries(dictOrEmpty(states))) {
      const { state } = dictOrEmpty(one);
      if (!isDict(state)) continue;
      const data = { ...named(one as Dict), ...state };
      const own = (byWidget.get(widget) ?? []).map(({ path, data }) => ({ path: path.slice(2), data }));
      this.#follow(reading, widget, { method: this.#models.has(widget) ? "update" : "open", data, buffers: own }, read);
    }
  }

  /** `isLive`: a kernel sent it. */
  #follow(
    reading: Reading,
    widget: string,
    { method, data, buffers = [] }: Pick<CommItem, "method" | "data" | "buffers">,
    read: Read,
    isLive = true,
    isEcho = false,
  ): void {
    const state = dictOrEmpty(data);
    const hasState = method === "open" || method === "update";
    const closed = method === "open" || method === "close" ? this.#models.get(widget) : undefined;
    const { msg_id: running } = state;
    const isUnseen = method === "update" && isText(running) && !this.#models.has(widget);
    const isOutput = method === "open" ? state._model_name === OUTPUT : isUnseen || this.isOutput(widget);
    const content = hasState ? (isOutput ? withoutContent(state) : state) : data;
    const says = method !== "update" || Object.keys(content as Dict).length || buffers.length;
    if (says) {
      const item: CommItem = {
        kind: "control",
        action: "comm",
        method,
        ...(method !== "close" && { data: content }),
        ...(buffers.length && { buffers }),
      };
      // Of an Output widget what it shows is the items.
      if (!isOutput) add(reading, { widget }, item);
      tell(this.#comms, (models) => models.read(widget, item, isLive, isEcho));
    }
    if (closed) {
      this.#models.delete(widget);
      this.#setRunning(widget, "");
      if (closed.isOutput) this.#clear(reading, widget);
    }
    if (hasState) this.#followState(reading, widget, state, isUnseen, isOutput, read);
  }

  #followState(reading: Reading, widget: string, state: Dict, isUnseen: boolean, isOutput: boolean, read: Read): void {
    const known = this.#models.get(widget);
    const model: Model = known ?? { isOutput, children: undefined, isShown: false };
    this.#models.set(widget, model);
    if (isUnseen) this.show(reading, widget);
    const children: string[] = [];
    for (const [key, named] of references(state)) {
      model.children ??= new Map();
      if (model.children.has(key) || model.children.size < MAX_FIELDS) model.children.set(key, named);
      for (const child of model.isShown ? named : []) {
        if (this.#models.get(child)?.isShown === false) children.push(child);
      }
    }
    if (children[0] !== undefined) this.show(reading, ...children.slice(0, WIDGET_MAX_MODELS));
    if (!model.isOutput) return;
    const { outputs, msg_id: running } = state;
    if (isList(outputs)) {
      if (known) this.#clear(reading, widget);
      into(reading, { widget }, () => read(outputs));
    }
    if (isText(running)) this.#setRunning(widget, running);
  }

  /** Whether a widget is an Output widget, whose content stands for it. */
  isOutput(widget: string): boolean {
    return !!this.#models.get(widget)?.isOutput;
  }

  /** Shows the Output widgets in a widget that is displayed, and that itself if it is one. */
  show(reading: Reading, ...widgets: string[]): void {
    const waiting = [all([widgets])];
    const seen = new Set<string>();
    for (let left = Math.max(1, Math.min(WIDGET_MAX_MODELS, this.#left)); waiting.length && left;) {
      const { done, value: name } = waiting.at(-1)!.next();
      if (done) {
        waiting.pop();
        continue;
      }
      left--;
      this.#left--;
      const model = this.#models.get(name);
      if (!model || seen.has(name)) continue;
      seen.add(name);
      model.isShown = true;
      if (model.isOutput) {
        // No widget is within itself.
        const owner = reading.owner?.widget === name ? undefined : reading.owner;
        add(reading, owner, { kind: "control", action: "show", widget_id: name });
      }
      if (model.children) waiting.push(all([...model.children.values()]));
    }
  }

  #clear(reading: Reading, widget: string): void {
    add(reading, { widget }, { kind: "control", action: "clear", wait: false });
  }

  #setRunning(widget: string, running: string): void {
    this.#open = this.#open.filter((one) => one.widget !== widget);
    if (running) this.#open = [{ widget, running }, ...this.#open].slice(0, WIDGET_MAX_OPEN);
  }
}
