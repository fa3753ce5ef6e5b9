/** One item's place in a result: shows a value, updates it in place, falls back when a renderer fails. */

import type { RenderedItem, Renderer, Translate } from "../backendai-media.d.ts";
import { createElement } from "../shared/dom.ts";
import { type MessageError, messageError, reasonOf } from "../shared/translate.ts";
import type { Item, Metadata } from "../shared/items.ts";
import { loadTools, rendererOf } from "./chunks.ts";
import { NOT_LOADED } from "./loader.ts";
import { endRendering, makeContext, type Rendering, type SharedContext } from "./rendering.ts";
import { schedule, waiting } from "./schedule.ts";

/** Milliseconds until a renderer that has not finished counts as failed, unless work waits, which may be its own. */
const MAX_RENDER_MS = 30_000;
/** UTF-16 units of a stream in which lines are counted before its renderer is there. */
const MAX_COUNTED_UNITS = 2000;

/** One way to show an item. */
export interface Choice {
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: Metadata;
  /** Where the renderer is, of what is no medium. */
  readonly chunk?: string;
}

/** Ways to show an item, the best first. */
export type Choices = readonly [Choice, ...Choice[]];

/** Who is told how showing an item goes. Callbacks, since a promise for each of a thousand items is felt. */
export interface Watcher {
  /** A choice failed. */
  failed(type: string, error: string): void;
  /** Something shows: told once, with `false` where it is only a notice. */
  shown(ok: boolean): void;
}

/** A try to show the first of `choices`. What comes for another one than the slot's latest comes late, and is dropped. */
interface Attempt {
  readonly choices: Choices;
  /** Missing while the renderer is loaded, and where what shows already is updated. */
  rendering?: Rendering;
  /** Ends it when what it waits for takes too long. */
  timer?: number;
}

/** What a slot needs of the output that it is part of. */
export interface SlotOwner {
  /** A text of the interface in the page's language; anything that is none of ours stays as it is. */
  readonly translate: Translate;
  sharedContext(): SharedContext;
}

/** The slots of items' elements. */
export const slots = new WeakMap<Element, Slot>();

export class Slot {
  element: HTMLElement = createElement("div", "item");
  /** What it was given to show, as it is now. */
  declare given: Item | undefined;
  /** The type that is shown, or is about to be. */
  type = "";
  /** What its value can be updated by. */
  displayId: string | undefined;
  readonly #owner: SlotOwner;
  /** What fills `element`, or begins to. */
  #current: Rendering | undefined;
  #latest: Attempt | undefined;
  /** The latest call's, and whether it is yet to be told that something shows. */
  #watcher: Watcher | undefined;
  #isWaiting: boolean | undefined;
  /** Text that came before the stream's renderer. */
  #pending = "";

  constructor(owner: SlotOwner) {
    this.#owner = owner;
    slots.set(this.element, this);
  }

  /** What the renderer returned. */
  get item(): RenderedItem | undefined {
    return this.#current?.item;
  }

  /**
   * Shows the first of `choices` that works; in place where the renderer can, else swapped in when ready.
   * An older call that has not shown anything yet counts as shown.
   */
  show(choices: Choices, watcher: Watcher): void {
    this.#abandon();
    this.#pending = "";
    this.#watcher = watcher;
    this.#isWaiting = true;
    this.#attempt(choices);
  }

  /** Streams: more text at the end. */
  append(text: string): void {
    this.#pending += text;
    if (!this.#pending || !this.item?.append) return;
    this.item.append(this.#pending);
    this.#pending = "";
  }

  /** Shows a notice instead of a value. */
  say(type: string, reason: string, raw: unknown): void {
    this.#abandon();
    this.#notice(type, reason, raw);
  }

  dispose(): void {
    this.#abandon();
    this.#end();
    this.element.remove();
  }

  /** Ends the latest attempt, unless it fills `element`: that shows until something else does. */
  #abandon(): void {
    const { rendering, timer } = this.#latest ?? {};
    this.#latest = undefined;
    clearTimeout(timer);
    if (rendering !== this.#current) endRendering(rendering);
    this.#settle(true);
  }

  /** Ends what fills `element`. */
  #end(): void {
    endRendering(this.#current);
    this.#current = undefined;
  }

  #settle(ok: boolean): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#watcher?.shown(ok);
  }

  #attempt(choices: Choices): void {
    const attempt: Attempt = { choices };
    const [{ type, data, metadata = {}, chunk }] = choices;
    this.#latest = attempt;
    this.type = type;
    this.#guard(attempt, () => {
      if (this.element.dataset.type === type && this.item?.update)
        return this.#await(attempt, this.item.update(data, metadata), () => this.#succeed(attempt));
      const renderer = rendererOf(type, chunk);
      if (renderer instanceof Promise && !this.#current) this.#reserve(attempt.choices[0]);
      this.#await(attempt, renderer, (loaded) => this.#render(attempt, loaded));
    });
  }

  /** Says what will be shown while its renderer is loaded; a stream is as high as it has lines, so that nothing jumps then. */
  #reserve({ type, data, chunk }: Choice): void {
    this.element.dataset.type = type;
    if (chunk !== "console") return;
    this.element.style.minHeight = `${`${data}`.slice(0, MAX_COUNTED_UNITS).split("\n").length - 1}lh`;
  }

  #render(attempt: Attempt, renderer: Renderer): void {
    if (attempt !== this.#latest) return;
    const [{ type, data, metadata = {} }] = attempt.choices;
    const host = this.#current ? createElement("div", "item") : this.element;
    const rendering: Rendering = { host, controller: new AbortController() };
    attempt.rendering = rendering;
    this.#current ??= rendering;
    host.replaceChildren();
    host.removeAttribute("style");
    host.dataset.type = type;
    const broken = (error: unknown): void => this.#fail(attempt, error);
    const context = makeContext(this.#owner.sharedContext(), rendering, type, metadata, broken);
    this.#await(attempt, renderer.render(data, context), (item) => {
      if (item) rendering.item = item;
      // Nobody waits for it any more.
      if (rendering.controller.signal.aborted) endRendering(rendering);
      this.#await(attempt, item?.ready, () => this.#succeed(attempt));
    });
  }

  #succeed(attempt: Attempt): void {
    if (attempt !== this.#latest) return;
    const { rendering } = attempt;
    if (rendering && rendering !== this.#current) {
      endRendering(this.#current);
      this.#current = rendering;
      this.element.replaceWith(rendering.host);
      this.element = rendering.host;
      slots.set(this.element, this);
    }
    this.append("");
    this.#settle(true);
  }

  /** Goes on with the next choice, or with a notice where nothing is left. */
  #fail(attempt: Attempt, error: unknown): void {
    if (attempt !== this.#latest) return;
    const { choices, rendering, timer } = attempt;
    const [{ type, data }, next, ...others] = choices;
    clearTimeout(timer);
    endRendering(rendering);
    if (rendering === this.#current) this.#current = undefined;
    const reason = reasonOf(error, this.#owner.translate);
    if (!(Object(error) as Partial<MessageError>).yields || !next) this.#watcher?.failed(type, reason);
    // Whoever was told may have shown something else.
    if (attempt !== this.#latest) return;
    if (next) return this.#attempt([next, ...others]);
    this.#notice(type, reason, this.#pending ? `${data}${this.#pending}` : data);
    this.#settle(false);
  }

  #notice(type: string, reason: string, raw: unknown): void {
    const { element } = this;
    const { translate } = this.#owner;
    this.#latest = undefined;
    this.#end();
    element.dataset.type = this.type = type;
    // Plain text at once, also the data's own; a link that saves the raw data when the tools are there.
    element.style.whiteSpace = "pre-wrap";
    const plain = new Text(`${type}: ${reason} ${/^(std|text.p)/.test(type) ? raw : ""}`);
    element.replaceChildren(plain);
    loadTools().then(
      ({ notice }) => plain.parentNode === element && notice(element, type, reason, raw, translate),
      () => {},
    );
  }

  /** Goes on with what may be promised. What throws, rejects or takes too long fails. */
  #await<T>(attempt: Attempt, value: T | PromiseLike<T>, next: (value: T) => void): void {
    const proceed = (got: T): void => this.#guard(attempt, () => next(got));
    const fail = (error: unknown): void => this.#fail(attempt, error);
    if (!(value as Partial<PromiseLike<T>> | undefined)?.then) return proceed(value as T);
    attempt.timer = setInterval(() => waiting() || fail(messageError(NOT_LOADED)), MAX_RENDER_MS);
    (value as PromiseLike<T>).then((got: T) => {
      clearTimeout(attempt.timer);
      // In turn: many may have waited for the same chunk.
      schedule(() => proceed(got));
    }, fail);
  }

  /** What `work` throws fails the attempt. */
  #guard(attempt: Attempt, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(attempt, error);
    }
  }
}
