/** Makes `window.BackendAI` and wires the rest. A second inclusion changes nothing. */

import type { BackendAI } from "./backendai-media.d.ts";
import { load, modules, setPage } from "./core/loader.ts";
import { makeMedia } from "./core/media.ts";
import { render } from "./renderers/image/index.ts";

/** The terminal's chunk: puts the component into `BackendAI`. */
interface Webterms {
  setup(
    page: object,
    load: (chunk: string) => Promise<unknown>,
    callback: Parameters<BackendAI["loadWebterm"]>[0],
  ): ReturnType<BackendAI["loadWebterm"]>;
}

type Partly<Type> = { -readonly [Key in keyof Type]?: Type[Key] };

const namespace = ((window as { BackendAI?: Partly<BackendAI> }).BackendAI ??= {});

if (!namespace.Media) {
  setPage(namespace);
  modules.set("image", { render });
  namespace.version = __VERSION__;
  namespace.options ??= {};
  namespace.Media = makeMedia(namespace);
  namespace.loadWebterm = async (callback) => ((await load("webterm")) as Webterms).setup(namespace, load, callback);
}
