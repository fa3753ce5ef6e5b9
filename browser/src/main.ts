/** Makes `window.BackendAI` and wires the rest. A second inclusion changes nothing. */

import type { BackendAI } from "./backendai-media.d.ts";
import { modules, setPage } from "./core/loader.ts";
import { makeMedia } from "./core/media.ts";
import { render } from "./renderers/image/index.ts";

type Partly<Type> = { -readonly [Key in keyof Type]?: Type[Key] };

const page = window as { BackendAI?: Partly<BackendAI> };
const namespace = (page.BackendAI ??= {});

if (!namespace.Media) {
  setPage(namespace);
  modules.set("image", { render });
  namespace.version = __VERSION__;
  namespace.options ??= {};
  namespace.Media = makeMedia(namespace);
}
