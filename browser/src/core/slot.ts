/** One item's place in a result: shows a value, updates it in place, falls back when a renderer fails. */

import type { Context, RenderedItem, Renderer, Translate } from "../backendai-media.d.ts";
import type { Metadata } from "../shared/items.ts";
import { LATE, load } from "./loader.ts";
import { rendererOf } from "./registry.ts";
import { turn } from "./schedule.ts";

/** Milliseconds until a renderer that has not finished counts as failed. */
const PATIENCE = 30_000;

/** One way to show an item. */
export interface Choice {
  type: string;
  data: unknown;
  metadata?: Metadata;
  /** Where the renderer is, of what is no medium. */
  chunk?: string;
}

interface Tools {
  notice(host: HTMLElement, type: string, reason: string, raw: unknown, text: Translate): void;
}

/** Told of each choice that failed. */
export type Failed = (type: string, error: string) => void;

/** What one call of a renderer made. */
export interface Rendering {
  made?: RenderedItem | void;
  /** Made when its signal is asked for: few renderers do. */
  controller?: AbortController;
}

export const controllerOf = (rendering: Rendering): AbortController => (rendering.controller ??= new AbortController());

export interface Slot {
  element: HTMLElement;
  type: string;
  /**
   * Shows the first of `choices` that works; in place where the renderer can, else swapped in when ready.
   * `shown` is told once when something shows, with `false` where it is only a notice. A callback, since a promise
   * for each of a thousand items is felt.
   */
  show(choices: Choice[], failed: Failed, shown: (ok: boolean) => void): void;
  /** Streams: more text at the end. */
  append(text: string): void;
  /** Shows a notice instead of a value. */
  say(type: string, reason: string, raw: unknown): void;
  dispose(): void;
}

export const makeElement = (name: string): HTMLElement => {
  const element = document.createElement("div");
  element.className = `backendai-${name}`;
  return element;
};

/** The output that a slot is part of. */
export interface SlotOutput {
  /** A text in the page's language; anything that is none of ours stays as it is. */
  text(english: string): string;
  /** What a renderer is given; `broken` is told when work that it scheduled throws. */
  context(
    host: HTMLElement,
    type: string,
    metadata: Metadata,
    rendering: Rendering,
    broken: (error: unknown) => void,
  ): Context;
}

export function makeSlot(output: SlotOutput): Slot {
  /** Settles the latest call, and is another one for each: what comes late for an older one is dropped. */
  let latest = (): void => {};
  /** Text that came before the stream's renderer. */
  let pending = "";
  let current: Rendering | undefined;

  const free = (rendering: Rendering = {}): void => {
    const { made } = rendering;
    controllerOf(rendering).abort();
    rendering.made = undefined;
    try {
      made?.dispose?.();
    } catch {
      // A renderer that cannot clean up must not keep the rest from being freed.
    }
    if (rendering === current) current = undefined;
  };

  const slot: Slot = {
    element: makeElement("item"),
    type: "",

    show(choices, failed, shown) {
      let waits = true;
      latest();
      const settle = (ok: boolean): void => {
        if (!waits) return;
        waits = false;
        shown(ok);
      };
      const own = (latest = () => settle(true));
      pending = "";
      slot.type = choices[0]!.type;

      const attempt = (index: number): void => {
        const { type, data, metadata = {}, chunk } = choices[index]!;
        const rendering: Rendering = {};
        let host = slot.element;
        let timer = 0;
        let over = false;

        /** Nobody waits for this one any more; a newer call may have updated what it made. */
        const isLate = (): boolean => {
          const late = over || own !== latest;
          if (late && rendering !== current) free(rendering);
          return late;
        };
        const fail = (error: unknown): void => {
          clearTimeout(timer);
          if (isLate()) return;
          free(rendering);
          over = true;
          const reason = output.text((error as Error | undefined)?.message ?? `${error}`);
          failed(type, reason);
          if (waits && choices[index + 1]) return attempt(index + 1);
          latest = () => {};
          slot.say(type, reason, data);
          settle(false);
        };
        /** Goes on with what may be promised. What throws or takes too long fails. */
        const then = <T>(value: T | PromiseLike<T>, next: (value: T) => void): void => {
          const settled = (got: T): void => {
            clearTimeout(timer);
            try {
              next(got);
            } catch (error) {
              fail(error);
            }
          };
          if (value instanceof Promise) timer = setTimeout(fail, PATIENCE, { message: LATE });
          if ((value as PromiseLike<T> | undefined)?.then) (value as PromiseLike<T>).then(settled, fail);
          else settled(value as T);
        };
        const succeed = (): void => {
          if (isLate()) return;
          if (host !== slot.element) {
            // What was shown before goes.
            free(current);
            current = rendering;
            slot.element.replaceWith(host);
            slot.element = host;
          }
          slot.append("");
          own();
        };
        const render = (renderer: Renderer): void => {
          if (isLate()) return;
          if (current) host = makeElement("item");
          else current = rendering;
          host.replaceChildren();
          host.removeAttribute("style");
          host.dataset.type = slot.type = type;
          then(renderer.render(data, output.context(host, type, metadata, rendering, fail)), (made) => {
            rendering.made = made;
            then(made?.ready, succeed);
          });
        };
        then(0, () => {
          if (slot.element.dataset.type === type && current?.made?.update)
            return then(current.made.update(data, metadata), succeed);
          const renderer = rendererOf(type, chunk);
          if (!(renderer instanceof Promise)) return render(renderer);
          if (!current) {
            slot.element.dataset.type = type;
            // A stream is as high as it has lines: what follows does not jump when its renderer comes.
            if (type.startsWith("std"))
              slot.element.style.minHeight = `${`${data}`.slice(0, 2000).split("\n").length - 1}lh`;
          }
          then(renderer, (loaded) => turn(() => then(loaded, render)));
        });
      };
      attempt(0);
    },

    append(text) {
      pending += text;
      if (!pending || !current?.made?.append) return;
      current.made.append(pending);
      pending = "";
    },

    say(type, reason, raw) {
      latest();
      const own = (latest = () => {});
      const { element } = slot;
      free(current);
      element.dataset.type = slot.type = type;
      // Plain text at once; a link that saves the raw data when the tools are there.
      element.textContent = `${type}: ${reason}`;
      load("tools").then(
        (tools) => own === latest && (tools as Tools).notice(element, type, reason, raw, output.text),
        () => {},
      );
    },

    dispose() {
      latest();
      latest = () => {};
      free(current);
      slot.element.remove();
    },
  };
  return slot;
}
