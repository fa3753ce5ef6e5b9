/** Jupyter's widgets: the core ones as native controls; of others their text. No code of a widget's runs in the page. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { allowedBy } from "../../shared/active.ts";
import type { Esm, EsmModel, EsmView } from "../../shared/chunk-interfaces.ts";
import { createElement } from "../../shared/dom.ts";
import * as messages from "../../shared/messages.ts";
import { dictOrEmpty, isText } from "../../shared/reading.ts";
import { WIDGET_MODULES } from "../../shared/spec.ts";
import theme from "../../shared/theme.css";
import { boxes, output } from "./boxes.ts";
import { choices } from "./choice.ts";
import { Kernel } from "./kernel.ts";
import { Links } from "./links.ts";
import { media } from "./media.ts";
import { type Model, modelsOf } from "./models.ts";
import { numbers } from "./numbers.ts";
import { Outlets } from "./outlets.ts";
import { pickers } from "./pickers.ts";
import css from "./style.css";
import { lists } from "./tags.ts";
import { texts } from "./text.ts";
import { type Control, hold, type Root, type Scope, View } from "./view.ts";

const CONTROLS = new Map(
  Object.entries({ ...numbers, ...texts, ...choices, ...boxes, ...pickers, ...lists, ...media }),
);
const KEY = "widget views";
/** Milliseconds after which a model that is not known is asked for. */
const ASK_AFTER_MS = 300;
/** UTF-16 units of a name that is shown. */
const MAX_NAME_UNITS = 80;
/** Types that show more than a line of text. */
const BETTER = /^(image\/|text\/(html|markdown|latex)|application\/(?!.*widget))/;

function scopeOf(kept: Map<string, unknown>): Scope {
  const known = kept.get(KEY) as Scope | undefined;
  if (known) return known;
  const { comms, models } = modelsOf(kept);
  const kernel = new Kernel(models);
  const scope: Scope = {
    views: new Map(),
    models,
    kernel,
    links: new Links(models, kernel),
    outlets: new Outlets(comms),
  };
  kept.set(KEY, scope);
  return scope;
}

const isCore = ({ state }: Model): boolean => {
  const module = state.get("_model_module") ?? state.get("_view_module");
  return module === undefined || (isText(module) && WIDGET_MODULES.includes(module));
};

/** What stands for a widget whose own code does not run here. */
const foreign: Control = (view) => {
  const note = createElement("div", "widget-note");
  view.element.append(note);
  return () => {
    const module = view.text("_anywidget_id") || view.text("_model_module") || view.text("_model_name");
    note.textContent = view.translate(messages.widget_foreign, { module: module.slice(0, MAX_NAME_UNITS) });
  };
};

/** A widget whose own code, an ES module, runs in a frame: the page allows that. */
const framed: Control = (view) => {
  const place = createElement("div", "widget-framed");
  const { context, models } = view.root;
  let opened: EsmView | undefined;
  let isGone = false;
  view.element.append(place);
  const failed = (error: Error): void => place.replaceChildren(createElement("div", "widget-note", error.message));
  const model: EsmModel = {
    state: () => view.model.state,
    change: (changes) => view.change(changes),
    custom: (content, buffers) => view.custom(content, buffers),
  };
  const open = async (): Promise<void> => {
    const { open } = (await context.load("esm")) as Esm;
    if (isGone) return;
    const made = await open(place, context, model, failed);
    if (isGone) made.dispose();
    else opened = made;
  };
  const end = models.watch(view.id, (_, { custom }) => custom && opened?.heard(custom.content, custom.buffers));
  view.onEnd(() => {
    isGone = true;
    opened?.dispose();
    end();
  });
  open().catch(failed);
  return () => opened?.changed();
};

const controlsFor = ({ options }: Context): Root["controlOf"] => {
  const { scripts } = allowedBy(options);
  return (model) => {
    if (!model) return output;
    const control = CONTROLS.get(`${model.name}`.replace(/Model$/, ""));
    if (isCore(model)) return control ?? foreign;
    return scripts && isText(model.state.get("_esm")) ? framed : foreign;
  };
};

export function render(data: unknown, context: Context): RenderedItem {
  const { host, metadata, translate } = context;
  const scope = scopeOf(context.scope);
  const controlOf = controlsFor(context);
  const { models, kernel, links } = scope;
  const given = dictOrEmpty(data).model_id;
  const id = isText(given) ? given : "";
  const known = models.get(id);
  const plain = metadata["text/plain"];
  context.style(theme);
  context.style(css);
  links.context ??= context;
  // Another type of the bundle shows more than the text of what does not run here.
  if (known && controlOf(known) === foreign && Object.keys(metadata).some((type) => BETTER.test(type)))
    throw Object.assign(new Error("A widget's own code does not run here"), { yields: true });

  const frame = createElement("div", "widgets");
  const fallback = createElement("pre", "widget-plain", isText(plain) ? plain : "");
  const note = createElement("div", "widget-note");
  // Always there: what is said in it later is read out.
  note.role = "status";
  const { promise, resolve } = Promise.withResolvers<void>();
  let isReadOnly = false;
  let isClosed = models.wasClosed(id);
  const arrange = (): void => {
    const model = models.get(id);
    const needsKernel = model ? isReadOnly || (kernel.isUnanswered && model.isLive) : !isClosed;
    const isForeign = model && controlOf(model) === foreign;
    const parts: HTMLElement[] = [];
    if (model) parts.push(view.element);
    if ((model ? isForeign : !isClosed) && fallback.textContent) parts.push(fallback);
    parts.push(note);
    const says = needsKernel ? translate(messages.widget_needs_kernel) : "";
    if (note.textContent !== says) note.textContent = says;
    for (const part of [view.element, fallback]) if (!parts.includes(part)) part.remove();
    parts.forEach((part, at) => frame.children[at] !== part && frame.insertBefore(part, frame.children[at] ?? null));
  };
  const root: Root = {
    ...scope,
    context,
    controlOf,
    count: 0,
    pending: 0,
    settled() {
      arrange();
      resolve();
    },
    sayReadOnly() {
      if (isReadOnly) return;
      isReadOnly = true;
      arrange();
    },
  };
  const view = new View(root, id);
  const end = models.watch(id, (model, change) => {
    isClosed = !!change.isClosed;
    isReadOnly &&= !model.isLive;
    arrange();
  });
  const asking = setTimeout(() => {
    if (id && !models.get(id) && !isClosed) kernel.ask(context);
  }, ASK_AFTER_MS);
  kernel.changed.add(arrange);
  host.append(frame);
  arrange();
  const done = hold(root);
  context.schedule(() => {
    if (id) view.draw();
    done();
  });
  return {
    ready: promise,
    dispose() {
      clearTimeout(asking);
      kernel.changed.delete(arrange);
      end();
      view.dispose();
      resolve();
    },
  };
}
