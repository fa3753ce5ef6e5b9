/** `BackendAI.Media`: results by id, each an output in a container. */

import { load } from "./loader.ts";
import type { Media, Options, Report } from "../backendai-media.d.ts";
import { type Area, makeOutput, type Output } from "./output.ts";
import { ranked, register, supports } from "./registry.ts";
import css from "./style.css";
import { adopt } from "../shared/adopt-style.ts";

/** Outputs by id. Their elements keep them alive: they go with a container that is gone for good. */
const outputs = new Map<string, WeakRef<Output>>();

const find = (id: unknown): Output | undefined => outputs.get(`${id}`)?.deref();

interface Bar {
  exportHtml(element: Element | undefined): Promise<Blob>;
}

export function makeMedia(page: { options?: Options }): Media {
  const obtain = (resultId: unknown, container: unknown, options?: Options): Output => {
    const id = `${resultId}`;
    if (!(container instanceof Element)) throw Error(`${id}: no container`);
    let output = find(id);
    if (!output) {
      output = makeOutput(id);
      outputs.set(id, new WeakRef(output));
      (output.element as { output?: Output }).output = output;
    }
    output.set(container, { ...page.options, ...options });
    adopt(css, output.element);
    if (!output.options.append) output.replace();
    return output;
  };

  const render = (value: unknown, resultId: unknown, container: unknown, options?: Options) => {
    const output = obtain(resultId, container, options);
    const area = output.open();
    const items = area.append(value);
    area.close();
    return { output, items, done: area.done };
  };

  const handle_all = async (...call: Parameters<typeof render>): Promise<Report> => render(...call).done;

  return {
    handle(...call: Parameters<typeof render>): boolean {
      const { output, items } = render(...call);
      return !items.some(
        (one) => one.kind === "invalid" || (one.kind === "media" && !ranked(one.data, output.options)[0]),
      );
    },
    handle_all,
    handleAll: handle_all,
    open(...call: Parameters<typeof obtain>): Area {
      const output = obtain(...call);
      if (!output.options.append) output.clear();
      return output.open();
    },
    register,
    supports,
    dispose(resultId?: unknown, container?: Element): void {
      for (const [id, reference] of outputs) {
        const output = reference.deref();
        if (
          output &&
          ((resultId ?? id) != id || (container ?? output.element.parentNode) !== output.element.parentNode)
        )
          continue;
        output?.dispose();
        outputs.delete(id);
      }
    },
    export: (resultId) => load("toolbar").then((bar) => (bar as Bar).exportHtml(find(resultId)?.element)),
  };
}
