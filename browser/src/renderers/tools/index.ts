/** Parts of the library that few pages need at once, by topic; the entry has no room for them. */

import type { Context, RenderedItem, Media, Renderer } from "../../backendai-media.d.ts";
import type { InvalidItem } from "../../shared/items.ts";
import { askInput } from "./input-box.ts";
import { styleTools } from "./notices.ts";
import { showText } from "./errors-and-logs.ts";

export { createAnnouncer, createFold } from "./console-extras.ts";
export { enrich, explainText, goTo } from "./html-extras.ts";
export { loadTranslator } from "../../shared/translate.ts";
export { notice, showLong } from "./notices.ts";
export { update } from "./updates.ts";
export { whenOutOfView } from "./html-extras.ts";

/** The digest of a rarer chunk; the entry has those of the frequent ones. */
export const digestOf = (chunk: string): string => __CHUNKS__[chunk]!;

export function render(data: unknown, context: Context): void | RenderedItem | Promise<RenderedItem> {
  styleTools(context.host);
  if (context.type === "invalid") {
    const { reason, path } = data as InvalidItem;
    throw new Error(`${reason} (${path})`);
  }
  return context.type === "input" ? askInput(data, context) : showText(data, context);
}

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
