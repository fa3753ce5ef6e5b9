/** Jupyter Server's `/terminals/websocket/<name>`: JSON arrays. */

import { encode } from "../bytes.ts";
import { closeAction, type Bytes, type TerminalDelegate, type Dialect, type Transport } from "../types.ts";

/** Milliseconds after the setup in which output is a replay. */
const SETUP_OUTPUT_MS = 100;

export function createTerminado(delegate: TerminalDelegate): Dialect {
  let transport: Transport | undefined;
  let disconnected = false;
  /** The next output is a replay from the server: it follows right after the setup. */
  let old = false;
  /** Input is sent as text, so characters must not be split. */
  let decoder = new TextDecoder();
  const send = (...message: unknown[]): void => transport?.send(JSON.stringify(message));
  const resize: Dialect["resize"] = ({ rows, columns, width, height }) =>
    send("set_size", rows, columns, height, width);

  return {
    open(opened) {
      transport = opened;
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
        delegate.callLater(SETUP_OUTPUT_MS, () => (old = false));
        resize(delegate.size());
        delegate.ready();
      } else if (kind === "stdout" && typeof text === "string") {
        // It is a replay of the screen; questions in it are old.
        if (old) delegate.reset(true);
        delegate.output(encode(text), !old);
        old = false;
      } else if (kind === "disconnect") {
        disconnected = true;
        delegate.exit({});
      }
    },
    input(data: Bytes) {
      const text = decoder.decode(data, { stream: true });
      if (text) send("stdin", text);
    },
    resize,
    closed: (code, reason) => closeAction(code, reason, disconnected || code === 1000),
  };
}
