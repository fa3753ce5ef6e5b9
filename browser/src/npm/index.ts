/** The npm package: the host script as an ES module. It also sets `window.BackendAI`, to the same object. */

import "../main.ts";

export const { Media, loadWebterm, options, version } = window.BackendAI;
