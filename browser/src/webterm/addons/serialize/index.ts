/** Exports the terminal's text as a file. */

import { SerializeAddon } from "@xterm/addon-serialize";
import type { Terminal } from "@xterm/xterm";

const HEAD =
  '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" ' +
  "content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>Terminal</title>";

/** Returns text and colours as HTML, including the scrollback. */
export function asHtml(terminal: Terminal): Blob {
  const addon = new SerializeAddon();
  terminal.loadAddon(addon);
  const html = addon.serializeAsHTML({ includeGlobalBackground: true });
  addon.dispose();
  return new Blob([HEAD, html], { type: "text/html" });
}
