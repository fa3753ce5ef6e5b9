/** Backend.AI's JSON: `backend.ai`, and with the session's id in each message `relay`, the original one. */

import { decode, encode, fromBase64, pieces, toBase64 } from "../bytes.ts";
import { closeAction, type Bytes, type TerminalDelegate, type Dialect, type Transport } from "../types.ts";

/** Milliseconds between pings, as in the original. */
const PING_INTERVAL_MS = 5000;
/** Until the shell is asked to redraw, repeatedly while nothing comes: an attached shell sends nothing by itself. */
const REDRAW_INTERVAL_MS = 300;
const MAX_REDRAWS = 10;
/** Bytes of input in one message. */
const MAX_INPUT_BYTES = 32_768;
const REDRAW = encode("\f");

export function createBackendAi(delegate: TerminalDelegate, session: string, relay: boolean): Dialect {
  let transport: Transport | undefined;
  let heard = false;
  let restarting = false;
  const send = (type: string, more: object = {}): void =>
    transport?.send(JSON.stringify({ ...(relay && { sid: session }), type, ...more }));
  const type = (data: Bytes): void => {
    for (const piece of pieces(data, MAX_INPUT_BYTES)) send("stdin", { chars: toBase64(piece) });
  };
  const resize: Dialect["resize"] = ({ rows, columns }) => send("resize", { rows, cols: columns });

  const ping = (): void => {
    send("ping");
    delegate.callLater(PING_INTERVAL_MS, ping);
  };
  const nudge = (left: number): void => {
    if (heard) return;
    // It may be a program without output.
    if (!left) return delegate.ready();
    type(REDRAW);
    delegate.callLater(REDRAW_INTERVAL_MS, () => nudge(left - 1));
  };

  return {
    open(opened) {
      transport = opened;
      heard = false;
      resize(delegate.size());
      nudge(MAX_REDRAWS);
      delegate.callLater(PING_INTERVAL_MS, ping);
    },
    message(data) {
      let message: Record<string, unknown> | null;
      try {
        message = JSON.parse(typeof data === "string" ? data : decode(data)) as typeof message;
      } catch {
        return;
      }
      heard = true;
      delegate.ready();
      if (restarting) {
        restarting = false;
        resize(delegate.size());
        type(REDRAW);
      }
      if (message?.["type"] === "out") {
        const bytes = fromBase64(message["data"]);
        if (bytes) delegate.output(bytes, true);
      } else if (message?.["type"] === "error") {
        delegate.notify(String(message["reason"] ?? message["data"] ?? ""));
      }
    },
    input: type,
    resize,
    restart() {
      send("restart");
      return (restarting = true);
    },
    closed: (code, reason) => closeAction(code, reason),
  };
}
