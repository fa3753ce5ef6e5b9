/** Drawing on the GPU. */

import { WebglAddon } from "@xterm/addon-webgl";
import type { Terminal } from "@xterm/xterm";

export function activate(terminal: Terminal): void {
  const addon = new WebglAddon();
  // The browser has a few contexts for all pages; the DOM goes on without one.
  addon.onContextLoss(() => addon.dispose());
  terminal.loadAddon(addon);
}
