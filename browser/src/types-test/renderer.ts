/** A renderer as a page may write it: this file is compiled, never run. */

import type { Context, CopiedItem, RenderedItem, Renderer, SavedItem } from "../backendai-media.d.ts";

const renderer: Renderer = {
  async render(data: unknown, { host, type, translate, signal, schedule, scope }: Context): Promise<RenderedItem> {
    const before = scope.get(type);
    schedule(() => host.append(`${data}`, `${before}`, translate(["my_id", "In English"])));
    signal.addEventListener("abort", () => scope.delete(type));
    return {
      update: async (value) => host.replaceChildren(`${value}`),
      copy: (): CopiedItem => ({ text: host.innerText, html: host.innerHTML, image: new Blob() }),
      save: async (): Promise<SavedItem> => ({ name: "data.txt", blob: new Blob([host.innerText]) }),
      dispose() {},
      ready: Promise.resolve(),
    };
  },
};

export default renderer;
