/**
 * Follows Jupyter's Output widgets: which outputs are theirs, and where these show. A block `with output:` sets the
 * widget's `msg_id` to the message that runs the cell. What answers that message is the widget's from then on, not the
 * cell's. Of other widgets only the Output widgets within them are known.
 */

import { type Dict, dictOrEmpty, isDict, isList, isText, type Owner, type Reading } from "../../shared/reading.ts";
import { WIDGET_MAX_MODELS, WIDGET_MAX_OPEN } from "../../shared/spec.ts";

const VIEW = "application/vnd.jupyter.widget-view+json";
const SAVED = "application/vnd.jupyter.widget-state+json";
const OUTPUT = "OutputModel";
const REFERENCE = "IPY_MODEL_";
/** Types of messages that a block captures. */
const CAPTURED: readonly unknown[] = ["stream", "display_data", "execute_result", "error", "clear_output"];

type Read = (value: unknown) => void;

interface Model {
  readonly isOutput: boolean;
  /** Field → the models that it names. */
  readonly children: Map<string, readonly string[]>;
  isShown: boolean;
  /** Content that was saved with a notebook, until it shows. */
  saved?: unknown;
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

const owned = (widget: string | undefined): Owner => (widget === undefined ? undefined : { widget });

/** The models that each field of a state names, alone or in a list. */
function* references(state: Dict): Generator<[string, string[]]> {
  for (const [key, value] of Object.entries(state)) {
    const texts = (isList(value) ? value : [value]).filter(isText);
    const named = texts.filter((one) => one.startsWith(REFERENCE)).map((one) => one.slice(REFERENCE.length));
    if (named.length || key === "children" || key === "child") yield [key, named];
  }
}

/** The widgets of one scope, as far as its values were read. */
export class OutputWidgets {
  readonly #models = new Map<string, Model>();
  /** Widgets whose blocks are open, the newest first, and the message that runs each. */
  #open: { widget: string; running: string }[] = [];

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
  readComm(reading: Reading, type: string, content: Dict, read: Read): void {
    const { comm_id: widget, data } = content;
    if (!isText(widget)) return;
    const state = dictOrEmpty(dictOrEmpty(data).state);
    const closed = type === "comm_msg" ? undefined : this.#models.get(widget);
    if (closed) {
      this.#models.delete(widget);
      this.#setRunning(widget, "");
      if (closed.isOutput) this.#clear(reading, widget);
    }
    if (type === "comm_close") return;
    const known = this.#models.get(widget);
    const model = known ?? this.#new(reading, widget, type, state, read);
    for (const [key, named] of references(state)) {
      model.children.set(key, named);
      for (const child of model.isShown ? named : []) {
        if (this.#models.get(child)?.isShown === false) this.show(reading, child, read);
      }
    }
    if (!model.isOutput) return;
    const { outputs, msg_id: running } = state;
    if (isList(outputs)) {
      if (known) this.#clear(reading, widget);
      into(reading, { widget }, () => read(outputs));
    }
    if (isText(running)) this.#setRunning(widget, running);
  }

  /** Takes over the widgets that were saved in a notebook's metadata. */
  readSaved(metadata: unknown): void {
    const saved = dictOrEmpty(dictOrEmpty(dictOrEmpty(dictOrEmpty(metadata).widgets)[SAVED]).state);
    for (const [widget, one] of Object.entries(saved)) {
      if (!isDict(one)) continue;
      const state = dictOrEmpty(one.state);
      this.#models.set(widget, {
        isOutput: one.model_name === OUTPUT,
        children: new Map(references(state)),
        isShown: false,
        saved: state.outputs,
      });
    }
  }

  /** Whether a widget is an Output widget, whose content stands for it. */
  isOutput(widget: string): boolean {
    return !!this.#models.get(widget)?.isOutput;
  }

  /** Shows the Output widgets in a widget that is displayed, and that itself if it is one. */
  show(reading: Reading, widget: string, read: Read): void {
    const waiting = [widget];
    const seen = new Set<string>();
    while (waiting.length && seen.size < WIDGET_MAX_MODELS) {
      const name = waiting.pop()!;
      const model = this.#models.get(name);
      if (!model || seen.has(name)) continue;
      seen.add(name);
      model.isShown = true;
      if (model.isOutput) {
        // No widget is within itself.
        const owner = reading.owner?.widget === name ? undefined : reading.owner;
        into(reading, owner, () => reading.add({ kind: "control", action: "show", widget_id: name }));
        const { saved } = model;
        model.saved = undefined;
        if (isList(saved)) into(reading, { widget: name }, () => read(saved));
      }
      waiting.push(...[...model.children.values()].flat().slice(0, WIDGET_MAX_MODELS).reverse());
    }
  }

  #new(reading: Reading, widget: string, type: string, state: Dict, read: Read): Model {
    // What made it may have been sent before anybody listened.
    const isUnseen = type === "comm_msg" && isText(state.msg_id);
    const model: Model = {
      isOutput: isUnseen || state._model_name === OUTPUT,
      children: new Map(),
      isShown: false,
    };
    this.#models.set(widget, model);
    if (isUnseen) this.show(reading, widget, read);
    return model;
  }

  #clear(reading: Reading, widget: string): void {
    into(reading, { widget }, () => reading.add({ kind: "control", action: "clear", wait: false }));
  }

  #setRunning(widget: string, running: string): void {
    this.#open = this.#open.filter((one) => one.widget !== widget);
    if (running) this.#open = [{ widget, running }, ...this.#open].slice(0, WIDGET_MAX_OPEN);
  }
}
