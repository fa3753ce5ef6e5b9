/** Makes `window.BackendAI` and wires the rest. A second inclusion changes nothing. */

import type { BackendAI } from "./backendai-media.d.ts";
import { load, setPage } from "./core/loader.ts";
import { makeMedia } from "./core/media.ts";
import { defineElement } from "./core/output.ts";

/** The terminal's chunk: puts the component into `BackendAI`. */
interface Webterms {
  setup(
    page: object,
    load: (chunk: string) => Promise<unknown>,
    callback: Parameters<BackendAI["loadWebterm"]>[0],
  ): ReturnType<BackendAI["loadWebterm"]>;
}

type Partly<Type> = { -readonly [Key in keyof Type]?: Type[Key] };

// The npm package is also imported where there is no page.
const isPage = !__IS_MODULE__ || typeof document !== "undefined";
const home: { BackendAI?: Partly<BackendAI> } = isPage ? window : {};
export const namespace = (home.BackendAI ??= {});

if (!namespace.Media) {
  if (isPage) defineElement();
  setPage(namespace);
  namespace.version = __VERSION__;
  namespace.options ??= {};
  namespace.Media = makeMedia(namespace);
  namespace.loadWebterm = async (callback) => ((await load("webterm")) as Webterms).setup(namespace, load, callback);
}
