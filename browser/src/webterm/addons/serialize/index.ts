/** What the terminal holds, as a file to keep. */

import { SerializeAddon } from "@xterm/addon-serialize";
import type { Terminal } from "@xterm/xterm";

const HEAD =
  '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" ' +
  "content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>Terminal</title>";

/** Text and colours as HTML, lines that were scrolled away included. */
export function asHtml(terminal: Terminal): Blob {
  const addon = new SerializeAddon();
  terminal.loadAddon(addon);
  const html = addon.serializeAsHTML({ includeGlobalBackground: true });
  addon.dispose();
  return new Blob([HEAD, html], { type: "text/html" });
}
