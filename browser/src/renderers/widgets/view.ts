/** Views of widgets: elements that follow a model, drawn at most once a frame. */

import type { Context, Message } from "../../backendai-media.d.ts";
import { createElement } from "../../shared/dom.ts";
import { type Dict, isList, isText } from "../../shared/reading.ts";
import { WIDGET_MAX_LEVELS, WIDGET_MAX_OPTIONS, WIDGET_MAX_VIEWS } from "../../shared/spec.ts";
import { referencesIn } from "../../shared/widgets.ts";
import type { Kernel } from "./kernel.ts";
import { applyLook, safeValue } from "./layout.ts";
import type { Links } from "./links.ts";
import type { Model, Models } from "./models.ts";
import type { Outlets } from "./outlets.ts";
import { Rich } from "./rich.ts";

/** Milliseconds until views are drawn where no animation frame comes. */
const MAX_FRAME_MS = 100;

/** Children that are made in one go: so many and their layout take a fraction of a long task. */
const MAX_NEW_CHILDREN = 100;

/** What further views of one widget may have in all, in characters. */
const MAX_REPEATED = 200_000;
/** Characters that an entry of a list counts as: it may become elements. */
const ENTRY = 20;

/** About how much a widget shows. */
function sizeOf({ state }: Model): number {
  let size = 0;
  for (const value of state.values())
    for (const one of isList(value) ? value : [value]) size += ENTRY + (isText(one) ? one.length : 0);
  return size;
}

/** What all views of a scope share. */
export interface Scope {
  /** How many views each widget has. */
  readonly views: Map<string, number>;
  readonly models: Models;
  readonly kernel: Kernel;
  readonly links: Links;
  readonly outlets: Outlets;
}

/** What is displayed, with all that it contains. */
export interface Root extends Scope {
  readonly context: Context;
  /** What shows a model; and what may be an Output widget whose model nobody knows. */
  controlOf(model: Model | undefined): Control;
  /** Views so far. */
  count: number;
  /** Views that are not made yet. */
  pending: number;
  /** Called when none is. */
  settled(): void;
  /** A person could use a control if there were a kernel. */
  sayReadOnly(): void;
}

/** What is displayed waits for something. Returns what ends that. */
export function hold(root: Root): () => void {
  root.pending++;
  return () => {
    if (!--root.pending) root.settled();
  };
}

/** Fills a view's element. Returns what brings it up to date; it is called at once, too. */
export type Control = (view: View) => (() => void) | void;

/** Calls `job` at the next frame, or later where none comes. */
function atFrame(job: () => void): void {
  const now = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    job();
  };
  const frame = requestAnimationFrame(now);
  const timer = setTimeout(now, MAX_FRAME_MS);
}

const dirty = new Set<View>();
let isWaiting = false;

/** Draws what has changed. What changes from then on waits for the next frame. */
function drawAll(): void {
  const views = [...dirty];
  isWaiting = !!views[0];
  if (!isWaiting) return;
  atFrame(drawAll);
  // First: work that is scheduled may be done at once, and ask for more.
  dirty.clear();
  for (const view of views) view.root.context.schedule(() => view.draw());
}

/** Elements of one page whose ids labels refer to. */
let ids = 0;

export class View {
  readonly root: Root;
  readonly id: string;
  readonly element = createElement("div", "widget");
  /** The views that this one is in. */
  readonly within: readonly string[];
  readonly children = new Map<HTMLElement, View>();
  #model: Model | undefined;
  #name: unknown;
  #refresh: (() => void) | void = undefined;
  /** What to end with the view, and with what it shows now. */
  readonly #ends: (() => void)[] = [];
  #innerEnds: (() => void)[] = [];
  readonly #watched = new Set<string>();
  /** Whether it looks as its layout and its style ask. */
  #isStyled = false;
  #isGone = false;
  /** How many others there are of the widget. */
  readonly #others: number;

  constructor(root: Root, id: string, within: readonly string[] = []) {
    this.root = root;
    this.id = id;
    this.within = within;
    this.#others = root.views.get(id) ?? 0;
    root.views.set(id, this.#others + 1);
    this.#watch(id);
  }

  get model(): Model {
    return this.#model!;
  }

  /** A trait's value. */
  get(trait: string): unknown {
    return this.#model!.state.get(trait);
  }

  text(trait: string): string {
    const value = this.get(trait);
    return isText(value) ? value : typeof value === "number" ? `${value}` : "";
  }

  /** A finite number, or what stands for one. */
  number(trait: string, otherwise: number): number {
    const value = this.get(trait);
    return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
  }

  flag(trait: string, otherwise = false): boolean {
    const value = this.get(trait);
    return typeof value === "boolean" ? value : otherwise;
  }

  list(trait: string): readonly unknown[] {
    const value = this.get(trait);
    return isList(value) ? value : [];
  }

  texts(trait: string): string[] {
    return this.list(trait)
      .slice(0, WIDGET_MAX_OPTIONS)
      .map((one) => (isText(one) ? one : typeof one === "number" ? `${one}` : ""));
  }

  /** The model that a trait names. */
  part(trait: string): Model | undefined {
    const [id] = referencesIn(this.get(trait));
    if (id === undefined) return undefined;
    this.#watch(id);
    return this.root.models.get(id);
  }

  /** Nobody can change it: its kernel says so, or is not there. */
  get isDisabled(): boolean {
    return this.flag("disabled") || this.isReadOnly;
  }

  get isReadOnly(): boolean {
    return !this.#model!.isLive && !this.root.links.has(this.id);
  }

  change(changes: Dict): void {
    if (this.#isGone || !this.#model || this.isReadOnly) return;
    this.root.kernel.change(this.#model!, changes, this.root.context);
  }

  custom(content: Dict, buffers?: DataView[]): void {
    this.root.kernel.custom(this.#model!, content, this.root.context, buffers);
  }

  translate(message: Message, values?: Record<string, number | string>): string {
    return this.root.context.translate(message, values);
  }

  /** Ends with what shows now. */
  onEnd(end: () => void): void {
    this.#innerEnds.push(end);
  }

  rich(host: HTMLElement): Rich {
    const rich = new Rich(host, this.root.context);
    this.onEnd(() => rich.dispose());
    return rich;
  }

  /** The description, as the label of `control`. */
  label(control?: HTMLElement): () => void {
    const label = createElement("label", "widget-label");
    const rich = this.rich(label);
    if (control) {
      control.id ||= `backendai-widget-${++ids}`;
      label.htmlFor = control.id;
    }
    this.element.prepend(label);
    return () => {
      const text = this.text("description");
      label.hidden = !text;
      if (this.flag("description_allow_html")) rich.showHtml(text, true);
      else rich.showText(text);
      const width = safeValue(this.part("style")?.state.get("description_width"));
      label.style.width = width === "initial" ? "auto" : width;
      if (control && !text) control.ariaLabel ||= this.#model!.name as string;
    };
  }

  /** A view of a child, made in turn. */
  child(id: string): HTMLElement {
    const { root } = this;
    const view = new View(root, id, [...this.within, this.id]);
    const { element } = view;
    this.children.set(element, view);
    const isDeep = this.within.length + 1 >= WIDGET_MAX_LEVELS;
    if (isDeep || this.within.includes(id) || id === this.id || ++root.count > WIDGET_MAX_VIEWS) return element;
    const done = hold(root);
    root.context.schedule(() => {
      view.draw();
      done();
    });
    return element;
  }

  /** The children that traits name, those that stay kept. */
  childrenOf(...traits: string[]): HTMLElement[] {
    const wanted = traits
      .flatMap((trait) => referencesIn(this.list(trait).slice(0, WIDGET_MAX_VIEWS)))
      .slice(0, WIDGET_MAX_VIEWS);
    const shown = [...this.children];
    let same = 0;
    while (same < shown.length && shown[same]![1].id === wanted[same]) same++;
    const elements = shown.slice(0, same).map(([element]) => element);
    // Where they are in another order, they are looked for; children stand in their order again.
    const left = Map.groupBy(shown.slice(same), ([, { id }]) => id);
    let fresh = 0;
    for (const id of wanted.slice(same)) {
      const [element, view] = left.get(id)?.shift() ?? [];
      if (element) {
        this.children.delete(element);
        this.children.set(element, view!);
        elements.push(element);
      } else if (fresh++ < MAX_NEW_CHILDREN) elements.push(this.child(id));
    }
    // The others at the next frame.
    if (fresh > MAX_NEW_CHILDREN) this.redraw();
    for (const [element, view] of [...left.values()].flat()) {
      view.dispose();
      this.children.delete(element);
    }
    return elements;
  }

  /** Brings it up to date. */
  draw(): void {
    if (this.#isGone) return;
    const model = this.root.models.get(this.id);
    const name = model?.name;
    if (model && this.#others && this.#others * sizeOf(model) > MAX_REPEATED) {
      this.#empty();
      this.#model = undefined;
      return;
    }
    if (!model || model !== this.#model || name !== this.#name) {
      this.#empty();
      this.#model = model;
      this.#name = name;
      // Without a model it may be an Output widget whose content is known.
      this.#refresh = this.root.controlOf(model)(this);
    }
    if (!model) return;
    if (!this.#isStyled) {
      this.#isStyled = true;
      applyLook(this.element, this.part("layout"), this.part("style"));
    }
    const tooltip = this.get("tooltip") ?? this.get("description_tooltip");
    this.element.title = isText(tooltip) ? tooltip : "";
    this.#refresh?.();
    const tabbable = this.get("tabbable");
    if (typeof tabbable !== "boolean") return;
    const focusable = this.element.querySelector<HTMLElement>(":scope > :is(input, select, textarea, button)");
    if (focusable) focusable.tabIndex = tabbable ? 0 : -1;
  }

  dispose(): void {
    if (!this.#isGone) this.root.views.set(this.id, this.root.views.get(this.id)! - 1);
    this.#isGone = true;
    this.#empty();
    for (const end of this.#ends.splice(0)) end();
    this.element.remove();
  }

  #empty(): void {
    for (const view of this.children.values()) view.dispose();
    this.children.clear();
    for (const end of this.#innerEnds.splice(0)) end();
    this.#refresh = undefined;
    this.#isStyled = false;
    this.element.replaceChildren();
    this.element.className = "backendai-widget";
    this.element.removeAttribute("style");
    this.element.removeAttribute("role");
    this.element.hidden = false;
  }

  #watch(id: string): void {
    if (this.#watched.has(id)) return;
    this.#watched.add(id);
    const isOwn = id === this.id;
    const end = this.root.models.watch(id, (_, { traits }) => {
      // Other models are its layout and its style.
      if (!isOwn || !traits || traits.includes("layout") || traits.includes("style")) this.#isStyled = false;
      this.redraw();
    });
    this.#ends.push(end);
  }

  /** Draws it when what changes it now is done, at most once a frame. */
  redraw(): void {
    dirty.add(this);
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(drawAll);
  }
}
