/** ttyd's subprotocol `tty`: the first byte of a message is its kind. */

import { decode, encode, join, pieces } from "../bytes.ts";
import { closeAction, type TerminalDelegate, type Dialect, type Transport } from "../types.ts";

export const TTYD = "tty";
/** Bytes waiting to be parsed above which ttyd is asked to pause, and below which to resume. */
const PAUSE_ABOVE_BYTES = 524_288;
const RESUME_BELOW_BYTES = 65_536;
const MAX_INPUT_BYTES = 16_384;

export function createTtyd(delegate: TerminalDelegate, token: string): Dialect {
  let transport: Transport | undefined;
  let paused = false;
  let heard = false;
  const pause = (now: boolean): void => {
    if (paused === now) return;
    paused = now;
    transport?.send(encode(now ? "2" : "3"));
  };

  return {
    open(opened) {
      const { rows, columns } = delegate.size();
      // Each connection starts another program.
      if (heard) delegate.reset(true);
      transport = opened;
      paused = heard = false;
      transport.send(encode(JSON.stringify({ AuthToken: token, columns, rows })));
    },
    message(data) {
      if (typeof data === "string" || !data.length) return;
      const body = data.subarray(1);
      heard = true;
      delegate.ready();
      if (data[0] === 0x30) {
        delegate.output(body, true, () => pause(paused && delegate.pending() > RESUME_BELOW_BYTES));
        if (delegate.pending() > PAUSE_ABOVE_BYTES) pause(true);
      } else if (data[0] === 0x31) {
        delegate.title(decode(body));
      }
    },
    input(data) {
      for (const piece of pieces(data, MAX_INPUT_BYTES)) transport?.send(join([encode("0"), piece]));
    },
    resize: ({ rows, columns }) => transport?.send(encode(`1${JSON.stringify({ columns, rows })}`)),
    restart: () => false,
    closed: (code, reason) => closeAction(code, reason),
  };
}
