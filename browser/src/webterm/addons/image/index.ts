/** Images in the output: sixel and iTerm's. Sixel's decoder is WebAssembly, which the page's policy has to allow. */

import { ImageAddon } from "@xterm/addon-image";
import type { Terminal } from "@xterm/xterm";

/** Milliseconds to wait for the decoder, and between two checks. */
const DECODER_TIMEOUT_MS = 2000;
const POLL_INTERVAL_MS = 10;

export async function activate(terminal: Terminal): Promise<void> {
  // Sizes in pixels are not reported: replies stay the same as without images.
  const addon = new ImageAddon({ enableSizeReports: false, storageLimit: 32, pixelLimit: 4_194_304 });
  terminal.loadAddon(addon);
  const { _handlers: made } = addon as unknown as { _handlers: Map<string, { _dec?: unknown }> };
  for (let left = DECODER_TIMEOUT_MS; left > 0 && !made.get("sixel")?._dec; left -= POLL_INTERVAL_MS)
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
}
