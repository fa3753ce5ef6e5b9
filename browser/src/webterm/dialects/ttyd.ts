/** ttyd's subprotocol `tty`: a byte says what follows. */

import { decode, encode, join, pieces } from "../bytes.ts";
import type { Desk, Dialect, Wire } from "../types.ts";

export const TTYD = "tty";
/** Bytes that wait for the emulator before ttyd is asked to pause, and few enough to go on. */
const PAUSE_ABOVE_BYTES = 524_288;
const RESUME_BELOW_BYTES = 65_536;
const MAX_INPUT_BYTES = 16_384;

export function createTtyd(desk: Desk, token: string): Dialect {
  let wire: Wire | undefined;
  let paused = false;
  let heard = false;
  const pause = (now: boolean): void => {
    if (paused === now) return;
    paused = now;
    wire?.send(encode(now ? "2" : "3"));
  };

  return {
    open(opened) {
      const { rows, columns } = desk.size();
      // Each connection is another program there.
      if (heard) desk.reset(true);
      wire = opened;
      paused = heard = false;
      wire.send(encode(JSON.stringify({ AuthToken: token, columns, rows })));
    },
    message(data) {
      if (typeof data === "string" || !data.length) return;
      const body = data.subarray(1);
      heard = true;
      desk.ready();
      if (data[0] === 0x30) {
        desk.output(body, true, () => pause(paused && desk.pending() > RESUME_BELOW_BYTES));
        if (desk.pending() > PAUSE_ABOVE_BYTES) pause(true);
      } else if (data[0] === 0x31) {
        desk.title(decode(body));
      }
    },
    input(data) {
      for (const piece of pieces(data, MAX_INPUT_BYTES)) wire?.send(join([encode("0"), piece]));
    },
    resize: ({ rows, columns }) => wire?.send(encode(`1${JSON.stringify({ columns, rows })}`)),
    restart: () => false,
    closed(code, reason) {
      const next = code === 1000 ? "ended" : code < 2000 ? "again" : "refused";
      return { next, reason };
    },
  };
}
