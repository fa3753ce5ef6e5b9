/**
 * asciinema's live streams, ALiS v1, which are read-only. Each message is an event: a byte for its kind, then numbers
 * (unsigned LEB128), the first two its id and the microseconds since the previous event. docs.asciinema.org describes it.
 */

import { closeAction, type Bytes, type TerminalDelegate, type Dialect, type Transport } from "../types.ts";

export const ALIS = "v1.alis";
const MAGIC = "ALiS\u0001";
const [RESET, END, OUTPUT, RESIZE, EXIT] = [1, 4, 0x6f, 0x72, 0x78];
/** Bytes of a theme by its kind: foreground, background and 8 or 16 colours. */
const THEMES: Readonly<Record<number, number>> = { 0: 0, 8: 30, 16: 54 };

export function createAlis(delegate: TerminalDelegate): Dialect {
  let transport: Transport | undefined;
  let begun = false;
  let over = false;

  function read(data: Bytes): void {
    let at = 1;
    const number = (): number => {
      let value = 0;
      for (let factor = 1; ; factor *= 128) {
        const byte = data[at++];
        if (byte === undefined) throw new Error("the message is truncated");
        value += (byte & 127) * factor;
        if (byte < 128) return value;
      }
    };
    const text = (): Bytes => {
      const size = number();
      if (size > data.length - at) throw new Error("the message is truncated");
      return data.subarray(at, (at += size));
    };
    const kind = data[0];
    if (kind === END) return void (over = true);
    number(); // the id; in a reset, the newest event's
    number();
    if (kind === RESET) {
      const columns = number();
      delegate.resized(number(), columns);
      const theme = THEMES[data[at++] ?? -1];
      if (theme === undefined) throw new Error("unknown kind of theme");
      at += theme;
      delegate.reset(true);
      const screen = text();
      if (screen.length) delegate.output(screen, false);
      delegate.ready();
    } else if (kind === OUTPUT) {
      delegate.output(text(), false);
    } else if (kind === RESIZE) {
      const columns = number();
      delegate.resized(number(), columns);
    } else if (kind === EXIT) {
      over = true;
      delegate.exit({ code: number() });
    } // else a marker, input, or an event of a later version
  }

  return {
    open(opened) {
      transport = opened;
      begun = over = false;
      delegate.writable(false);
    },
    message(data) {
      try {
        if (typeof data === "string") throw new Error("messages must be binary");
        if (begun) read(data);
        else if (String.fromCharCode(...data.subarray(0, 9)) !== MAGIC) throw new Error("this is not ALiS v1");
        begun = true;
      } catch (error) {
        transport!.close(4002, (error as Error).message);
      }
    },
    input: () => undefined,
    resize: () => undefined,
    closed: (code, reason) => closeAction(code, reason, over || code === 1000),
  };
}
