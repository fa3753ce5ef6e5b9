/** `BackendAI.Media`: results by id, each an output in a container. */

import type { Media, Options } from "../backendai-media.d.ts";
import { itemsOf, openArea } from "./area.ts";
import { loadToolbar } from "./chunks.ts";
import type { Item } from "../shared/items.ts";
import { accept } from "./model/normalizer.ts";
import { Output } from "./output.ts";
import { register, supports } from "./registry.ts";

/** Outputs by id. */
const outputs = new Map<string, WeakRef<Output>>();
/** Their elements keep them alive: they go with a container that is gone for good. */
const byElement = new WeakMap<Element, Output>();

const find = (id: string): Output | undefined => outputs.get(id)?.deref();

function make(id: string): Output {
  const output = new Output(id);
  outputs.set(id, new WeakRef(output));
  byElement.set(output.element, output);
  return output;
}

const hasRenderer = (item: Item): boolean =>
  item.kind === "media" ? Object.keys(item.data).some(supports) : item.kind !== "invalid";

/** Frees one result, all of a container, or all. */
function dispose(resultId?: unknown, container?: Element): void {
  for (const [id, reference] of outputs) {
    const output = reference.deref();
    const isAsked = `${resultId ?? id}` === id;
    const isThere = !container || output?.element.parentNode === container;
    if (output && !(isAsked && isThere)) continue;
    output?.dispose();
    outputs.delete(id);
  }
}

export function makeMedia(page: { options?: Options }): Media {
  const obtain = (id: string, container: Element, options?: Options): Output => {
    // It may be of another document, whose `Element` is another.
    if (container?.nodeType !== 1) throw new Error(`${id}: no container`);
    const output = find(id) ?? make(id);
    output.move(container, { ...page.options, ...options });
    if (!output.options.append) output.replace();
    return output;
  };
  const show = (value: unknown, resultId: unknown, container: Element, options?: Options) => {
    const output = obtain(`${resultId}`, container, options);
    const area = openArea(output);
    const items = area.append(value);
    area.close();
    return { isKnown: items.every(hasRenderer), done: area.done };
  };
  const handleAll: Media["handleAll"] = async (...call) => show(...call).done;

  return {
    handle: (...call) => show(...call).isKnown,
    handle_all: handleAll,
    handleAll,
    open(resultId, container, options) {
      const output = obtain(`${resultId}`, container, options);
      if (!output.options.append) output.placement.clear();
      return openArea(output);
    },
    accept,
    register,
    supports,
    dispose,
    items: (resultId) => itemsOf(find(`${resultId}`)),
    export: async (resultId) => (await loadToolbar()).exportHtml(find(`${resultId}`)),
  };
}
