/** One result: its items in order, replaced, continued and updated in place. */

import type {
  Bundle,
  ClearItem,
  InvalidItem,
  Item,
  MediaItem,
  Metadata,
  StreamItem,
  UpdateItem,
} from "../shared/items.ts";
import { LATE, load, policy } from "./loader.ts";
import type { Message, Options, OutputArea, Report } from "../backendai-media.d.ts";
import { join, normalize } from "./normalize.ts";
import { ranked } from "./registry.ts";
import { turn } from "./schedule.ts";
import { scopeOf, type Scope } from "./scope.ts";
import { controllerOf, type Failed, makeElement, makeSlot, type Slot, type SlotOutput } from "./slot.ts";
import { adopt } from "../shared/adopt-style.ts";

/** An area whose additions also give their normal form. */
export interface Area extends OutputArea {
  append(items: unknown): Item[];
}

export interface Output extends SlotOutput {
  readonly element: HTMLElement;
  options: Options;
  set(container: Element, options: Options): void;
  /** What is shown now is replaced by what is added next, the calls under way settle. */
  replace(): void;
  open(): Area;
  clear(): void;
  dispose(): void;
  emit(name: string, detail: object): void;
}

/** Told once when an item shows, with `false` where it is only a notice. */
type Shown = (ok: boolean) => void;

/** A person comes near: the bar is fetched then, and does what such an event asks for. */
const ATTENDED = "pointerover focusin click keydown".split(" ");

interface Bar {
  attend(event: Event, output: Output): void;
}

/** Says that an SVG may hold an item of another type (docs/normal-form.md, envelopes). */
const ENVELOPE = "urn:backendai:media";

export function makeOutput(resultId: string): Output {
  const element = makeElement("output");
  let scope: Scope<Slot>;
  let slots: Slot[] = [];
  /** Slots of what is being replaced: each shows until the item that takes its place does. */
  let stale: Slot[] = [];
  /** The next item replaces all there is. */
  let replacing = false;
  /** Counts replacements; work of an older one is dropped. */
  let epoch = 0;
  const supersede = new Set<() => void>();

  const drop = (list: Slot[]): void => {
    for (const slot of list.splice(0)) {
      slot.dispose();
      for (const [id, shown] of scope.displays) if (shown.delete(slot) && !shown.size) scope.displays.delete(id);
    }
  };

  const clear = (): void => {
    replacing = false;
    drop(stale);
    drop(slots);
  };

  const emit = (name: string, detail: object): void => {
    const init = { bubbles: true, detail: { resultId, ...detail } };
    (element.parentNode ?? element).dispatchEvent(new CustomEvent(`backendai:${name}`, init));
  };

  /** Shows a bundle in a slot; what an envelope holds comes before its picture. */
  const showMedia = (slot: Slot, data: Bundle, metadata: Metadata, failed: Failed, shown: Shown): void => {
    const show = (bundle: Bundle): void => {
      const choices = ranked(bundle, output.options).map((type) => ({
        type,
        data: bundle[type],
        metadata: { "text/plain": bundle["text/plain"], ...metadata, ...(metadata[type] as object) },
      }));
      if (choices[0]) return slot.show(choices, failed, shown);
      const [type, raw] = Object.entries(bundle)[0]!;
      slot.say(type, output.text("No renderer for this type" satisfies Message), raw);
      shown(true);
    };
    if (!`${data["image/svg+xml"]}`.includes(ENVELOPE)) return show(data);
    load("tools").then(
      (tools) => turn(() => show((tools as { openEnvelope(bundle: Bundle): Bundle }).openEnvelope(data))),
      () => {
        failed("image/svg+xml", output.text(LATE));
        show(data);
      },
    );
  };

  const place = (item: Item, failed: Failed, shown: Shown): void => {
    const type = item.kind === "control" ? item.action : item.kind;
    if (type === "update") {
      const { data, metadata, display_id } = item as UpdateItem;
      const all = [...(scope.displays.get(display_id) ?? [])];
      const own = all.filter((slot) => slots.includes(slot));
      const shownBy = own[0] ? own : all;
      let left = 1;
      const one = (): void => void (--left || shown(true));
      for (const slot of shownBy) {
        left++;
        showMedia(slot, data, metadata, failed, one);
      }
      return one();
    }
    if (type === "clear") {
      if ((item as ClearItem).wait) replacing = true;
      else clear();
      return shown(true);
    }
    if (replacing) {
      replacing = false;
      drop(stale);
      stale = slots;
      slots = [];
    }
    const last = slots.at(-1);
    const { name, text } = item as StreamItem;
    if (type === "stream" && last?.type === name) {
      last.append(text);
      return shown(true);
    }
    const slot = stale.shift() ?? makeSlot(output);
    if (!slot.element.parentNode) element.append(slot.element);
    slots.push(slot);
    if (type === "invalid") {
      const { reason, path, raw } = item as InvalidItem;
      const why = `${reason} (${path})`;
      slot.say(type, why, raw);
      failed(type, why);
      shown(false);
    } else if (type === "media") {
      const { data, metadata, display_id } = item as MediaItem;
      const { displays } = scope;
      if (display_id !== undefined) displays.set(display_id, (displays.get(display_id) ?? new Set()).add(slot));
      showMedia(slot, data, metadata, failed, shown);
    } else if (type === "stream") slot.show([{ type: name, data: text, chunk: "console" }], failed, shown);
    else slot.show([{ type, data: item, chunk: "tools" }], failed, shown);
  };

  const open = (): Area => {
    const started = epoch;
    const report: Report = { rendered: 0, failed: [] };
    const queue: Item[] = [];
    let count = 0;
    /** Items that do not show yet, and one more until it is closed. */
    let waiting = 1;
    let isOpen = true;
    let resolve: (report: Report) => void;
    const done = new Promise<Report>((settle) => (resolve = settle));
    const superseded = () => resolve({ ...report, superseded: true });
    const inTurn = (job: () => void) => turn(() => started === epoch && job());
    const end = (): void => {
      if (--waiting || !supersede.delete(superseded)) return;
      emit("rendered", report);
      resolve(report);
    };
    const add = (item: Item): void => {
      const failed: Failed = (type, error) => {
        const failure = { index: item.at!, type, error };
        report.failed.push(failure);
        emit("error", failure);
      };
      waiting++;
      inTurn(() =>
        place(item, failed, (ok) => {
          if (ok) report.rendered++;
          end();
        }),
      );
    };
    const flush = (): void => {
      // Emptied first: what is shown at once may append more.
      join(queue.splice(0)).forEach(add);
      inTurn(() => drop(stale));
    };
    const push = (items: Item[]): Item[] => {
      if (isOpen) {
        if (!queue[0]) {
          // Hidden pages and frames get no animation frames; there is nothing left for the second of these to do.
          requestAnimationFrame(flush);
          setTimeout(flush, 99);
        }
        for (const item of items) queue.push({ ...item, at: count + item.at! });
        count += (items.at(-1)?.at ?? -1) + 1;
      }
      return items;
    };
    supersede.add(superseded);
    return {
      done,
      append: (value) => push(normalize(value)),
      update: (display_id, value) =>
        push(
          normalize(value).map((item) =>
            item.kind === "media" ? { ...item, kind: "control", action: "update", display_id } : item,
          ),
        ),
      clear: ({ wait = false } = {}) => push([{ kind: "control", action: "clear", wait, at: -1 }]),
      close() {
        if (!isOpen) return;
        isOpen = false;
        flush();
        // Nothing came that could take the place of what is to be replaced.
        inTurn(() => replacing && clear());
        end();
      },
    };
  };

  const replace = (): void => {
    epoch++;
    replacing = true;
    for (const settle of supersede) settle();
    supersede.clear();
  };

  const output: Output = {
    element,
    options: {},
    text: (english) => output.options.messages?.[english as Message] ?? english,
    set(container, given) {
      output.options = given;
      scope = scopeOf(given.scope ?? container);
      if (element.parentNode !== container) container.append(element);
    },
    replace,
    dispose() {
      replace();
      clear();
      element.remove();
    },
    open,
    clear,
    emit,
    context: (host, type, metadata, rendering, broken) => ({
      host,
      type,
      metadata,
      get signal() {
        return controllerOf(rendering).signal;
      },
      options: output.options,
      text: output.text,
      resultId,
      scope: scope.state,
      policy,
      schedule: (job) =>
        turn(() => {
          try {
            if (!controllerOf(rendering).signal.aborted) job();
          } catch (error) {
            broken(error);
          }
        }),
      style: (css) => adopt(css, element),
      load,
      emit,
    }),
  };
  for (const type of ATTENDED)
    element.addEventListener(type, (event) =>
      load("toolbar").then(
        (bar) => (bar as Bar).attend(event, output),
        () => {},
      ),
    );
  return output;
}
