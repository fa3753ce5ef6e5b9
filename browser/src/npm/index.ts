/** The npm package: the host script as an ES module. `window.BackendAI` is there as well, and is the same. */

import "../main.ts";

export const { Media, loadWebterm, options, version } = window.BackendAI;
