/** Jupyter Server's `/terminals/websocket/<name>`: lists as JSON. */

import { encode } from "../bytes.ts";
import type { Bytes, Desk, Dialect, Wire } from "../types.ts";

/** Milliseconds behind the setup in which output is kept output. */
const SETUP_OUTPUT_MS = 100;

export function createTerminado(desk: Desk): Dialect {
  let wire: Wire | undefined;
  let disconnected = false;
  /** The next output is what the server kept: it comes right behind the setup. */
  let old = false;
  /** Typed bytes arrive as text there: a character must not be cut. */
  let decoder = new TextDecoder();
  const send = (...message: unknown[]): void => wire?.send(JSON.stringify(message));
  const resize: Dialect["resize"] = ({ rows, columns, width, height }) =>
    send("set_size", rows, columns, height, width);

  return {
    open(opened) {
      wire = opened;
      disconnected = false;
      decoder = new TextDecoder();
    },
    message(data) {
      let message: unknown;
      try {
        message = JSON.parse(data as string);
      } catch {
        return;
      }
      if (!Array.isArray(message)) return;
      const [kind, text] = message as unknown[];
      if (kind === "setup") {
        old = true;
        desk.later(SETUP_OUTPUT_MS, () => (old = false));
        resize(desk.size());
        desk.ready();
      } else if (kind === "stdout" && typeof text === "string") {
        // The screen is made from it anew, and questions in it were asked long ago.
        if (old) desk.reset(true);
        desk.output(encode(text), !old);
        old = false;
      } else if (kind === "disconnect") {
        disconnected = true;
        desk.exit({});
      }
    },
    input(data: Bytes) {
      const text = decoder.decode(data, { stream: true });
      if (text) send("stdin", text);
    },
    resize,
    closed(code, reason) {
      const next = disconnected || code === 1000 ? "ended" : code < 2000 ? "again" : "refused";
      return { next, reason };
    },
  };
}
