/** A page's own renderers, imported when first needed. */

import type { Renderer } from "../../backendai-media.d.ts";
import type { TypeEntry } from "../../core/types.ts";

/** Asks the page's function for its renderer: once for all items, and once more after it failed. */
export function importOwn(entry: TypeEntry): Promise<Renderer> {
  const { loader } = entry as Required<TypeEntry>;
  const ask = async (): Promise<Renderer> => {
    const module = await (typeof loader === "function" ? loader() : loader);
    return "default" in module ? module.default : module;
  };
  const loaded = ask();
  entry.loader = () => loaded;
  loaded.then(
    (renderer) => (entry.loader = renderer),
    () => (entry.loader = loader),
  );
  return loaded;
}
