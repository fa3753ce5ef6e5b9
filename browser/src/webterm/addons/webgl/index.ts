/** Draws on the GPU. */

import { WebglAddon } from "@xterm/addon-webgl";
import type { Terminal } from "@xterm/xterm";

export function activate(terminal: Terminal): void {
  const addon = new WebglAddon();
  // Browsers limit the contexts of all pages; without one the DOM renderer continues.
  addon.onContextLoss(() => addon.dispose());
  terminal.loadAddon(addon);
}
