/** The npm package: the host script as an ES module. In a page it also sets `window.BackendAI`, to the same object. */

import type { BackendAI } from "../backendai-media.d.ts";
import { namespace } from "../main.ts";

export const { Media, loadWebterm, options, version } = namespace as BackendAI;
