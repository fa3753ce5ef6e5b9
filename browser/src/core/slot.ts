/** One item's place in a result: shows a value, updates it in place, falls back when a renderer fails. */

import type { RenderedItem, Renderer, Translate } from "../backendai-media.d.ts";
import type { Metadata } from "./items.ts";
import { LATE, load } from "./loader.ts";
import type { Output } from "./output.ts";
import { rendererOf } from "./registry.ts";
import { turn } from "./schedule.ts";

/** Milliseconds until a renderer that has not finished counts as failed. */
const PATIENCE = 30_000;

/** One way to show an item. */
export interface Choice {
  type: string;
  data: unknown;
  metadata: Metadata;
  /** Where the renderer is, of what is no medium. */
  chunk?: string;
}

interface Tools {
  notice(host: HTMLElement, type: string, reason: string, raw: unknown, text: Translate): void;
}

/** Told of each choice that failed. */
export type Failed = (type: string, error: string) => void;

export interface Slot {
  element: HTMLElement;
  type: string;
  /**
   * Shows the first of `choices` that works; in place where the renderer can, else swapped in when ready.
   * Resolves when something shows, with `false` where it is only a notice.
   */
  show(choices: Choice[], failed: Failed): Promise<boolean>;
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

const within = (promise: Promise<unknown>): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(reject, PATIENCE, { message: LATE });
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

export function makeSlot(output: Output): Slot {
  /** Counts the values shown; what comes late for an older one is dropped. */
  let latest = 0;
  /** Text that came before the stream's renderer. */
  let pending = "";
  let instance: RenderedItem | void = undefined;
  let abort: AbortController | undefined;

  const free = (made: RenderedItem | void, own: AbortController | undefined): void => {
    own?.abort();
    try {
      made?.dispose?.();
    } catch {
      // A renderer that cannot clean up must not keep the rest from being freed.
    }
    if (own === abort) abort = instance = undefined;
  };

  const slot: Slot = {
    element: makeElement("item"),
    type: "",

    async show(choices, failed) {
      const version = ++latest;
      let problem: Parameters<Slot["say"]> | undefined;
      pending = "";
      slot.type = choices[0]!.type;
      for (const { type, data, metadata, chunk } of choices) {
        let made: RenderedItem | void = undefined;
        let own: AbortController | undefined;
        const fail = (error: unknown): void => {
          if (own) free(made, own);
          if (version !== latest) return;
          const reason = output.text((error as Error | undefined)?.message ?? `${error}`);
          failed(type, reason);
          problem = [type, reason, data];
        };
        /** Work that the renderer scheduled threw. */
        const broken = (error: unknown): void => {
          fail(error);
          if (problem) slot.say(...problem);
        };
        const render = async (renderer: Renderer): Promise<void> => {
          if (version !== latest) return;
          const host = abort ? makeElement("item") : slot.element;
          own = new AbortController();
          abort ??= own;
          host.replaceChildren();
          host.removeAttribute("style");
          host.dataset.type = slot.type = type;
          made = await renderer.render(data, output.context(host, type, metadata, own.signal, broken));
          if (own === abort) instance = made;
          await made?.ready;
          if (version !== latest) return void (own === abort || free(made, own));
          if (own !== abort) {
            // What was shown before goes.
            free(instance, abort);
            abort = own;
            instance = made;
            slot.element.replaceWith(host);
            slot.element = host;
          }
          slot.append("");
        };
        const attempt = async (): Promise<unknown> => {
          if (slot.element.dataset.type === type && instance?.update) return instance.update(data, metadata);
          const renderer = rendererOf(type, chunk);
          if (!(renderer instanceof Promise)) return render(renderer);
          if (!abort) {
            slot.element.dataset.type = type;
            // A stream is as high as it has lines: what follows does not jump when its renderer comes.
            if (type.startsWith("std"))
              slot.element.style.minHeight = `${19 * `${data}`.slice(0, 2000).split("\n").length - 19}px`;
          }
          const loaded = await renderer;
          return turn(() => render(loaded));
        };
        try {
          await within(attempt());
          return true;
        } catch (error) {
          fail(error);
          if (version !== latest) return true;
        }
      }
      if (problem) slot.say(...problem);
      return false;
    },

    append(text) {
      pending += text;
      if (!instance?.append || !pending) return;
      instance.append(pending);
      pending = "";
    },

    say(type, reason, raw) {
      const version = ++latest;
      const { element } = slot;
      free(instance, abort);
      element.dataset.type = slot.type = type;
      // Plain text at once; a link that saves the raw data when the tools are there.
      element.textContent = `${type}: ${reason}`;
      load("tools").then(
        (tools) => version === latest && (tools as Tools).notice(element, type, reason, raw, output.text),
        () => {},
      );
    },

    dispose() {
      latest++;
      free(instance, abort);
      slot.element.remove();
    },
  };
  return slot;
}
