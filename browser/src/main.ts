/** Makes `window.BackendAI` and wires the rest. A second inclusion changes nothing. */

import { type Page, setPage } from "./core/loader.ts";
import { makeMedia } from "./core/media.ts";
import type { Options } from "./core/options.ts";
import { registerOwn } from "./core/registry.ts";
import { render } from "./renderers/image/index.ts";

interface BackendAI extends Page {
  version?: string;
  assetPage?: string;
  options?: Options;
  Media?: ReturnType<typeof makeMedia>;
}

const page = window as { BackendAI?: BackendAI };
const namespace = (page.BackendAI ??= {});

if (!namespace.Media) {
  setPage(namespace);
  registerOwn({ render });
  namespace.version = __VERSION__;
  namespace.options ??= {};
  namespace.Media = makeMedia(namespace);
}
