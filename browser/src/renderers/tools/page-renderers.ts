/** A page's own renderers, imported when first needed. */

import type { Media, Renderer } from "../../backendai-media.d.ts";

/** A type that the page registered. */
interface Registration {
  loader?: Parameters<Media["register"]>[1];
}

/** Calls the page's loader once for all items, and again only after it failed. */
export function importOwn(entry: Registration): Promise<Renderer> {
  const { loader } = entry as Required<Registration>;
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
