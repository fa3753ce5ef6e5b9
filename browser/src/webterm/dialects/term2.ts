/** `backendai.term.2`: output has offsets and is acknowledged when parsed; input has numbers and is sent again if lost. */

import { pieces } from "../bytes.ts";
import type { Bytes, TerminalDelegate, Dialect, Identity, CloseAction, Transport } from "../types.ts";
import * as frames from "./frames.ts";

export const TERM2 = "backendai.term.2";
/** Bytes parsed between acknowledgements while more output is pending. */
const ACK_BYTES = 65_536;
const CTRL_C = 3;
/** The session no longer exists. */
const CLOSE_SESSION_GONE = 4404;
/** Close codes after which the client does not reconnect by itself; the user may retry where that can help. */
const FINAL_CLOSE_CODES: Readonly<Record<number, CloseAction["next"]>> = {
  1000: "ended",
  1002: "refused",
  1003: "refused",
  1008: "refused",
  1009: "refused",
  4400: "refused",
  [CLOSE_SESSION_GONE]: "refused",
  4409: "refused",
  4429: "refused",
  4500: "refused",
};

export function createTerm2(delegate: TerminalDelegate, identity: Identity, readOnly: boolean): Dialect {
  let transport: Transport | undefined;
  /** The offset up to which output was received; `undefined` before the first. */
  let offset: number | undefined;
  /** The same for this connection; -1 before its WELCOME. */
  let expected = -1;
  let live = 0;
  let parsed = 0;
  let acknowledged = 0;
  let sequence = 0;
  let room = 0;
  let sentBytes = 0;
  let exited = false;
  /** Sent and not yet taken by the program. */
  const sent = new Map<number, Bytes>();
  let waiting: Bytes[] = [];

  const flush = (): void => {
    if (expected < 0) return;
    while (waiting.length && (!sent.size || sentBytes + waiting[0]!.length <= room)) {
      const data = waiting.shift()!;
      sentBytes += data.length;
      sent.set(++sequence, data);
      transport!.send(frames.input(sequence, data));
    }
  };

  const acknowledge = (): void => {
    if (expected < 0 || parsed <= acknowledged) return;
    if (parsed - acknowledged < ACK_BYTES && delegate.pending()) return;
    acknowledged = parsed;
    transport!.send(frames.ack(parsed));
  };
  /** Acknowledges up to `to`, once the emulator has parsed that far. */
  const reach = (to: number) => () => {
    parsed = to;
    acknowledge();
  };

  function output(at: number, data: Bytes): void {
    if (at !== expected) return transport!.close(4002, "output out of order");
    expected = offset = at + data.length;
    const old = Math.min(Math.max(live - at, 0), data.length);
    if (old) delegate.output(data.subarray(0, old), false, reach(at + old));
    if (old < data.length) delegate.output(data.subarray(old), true, reach(expected));
  }

  function welcome(got: frames.Welcome): void {
    identity.name = got.session;
    if (got.offset !== offset) {
      delegate.reset(true);
      parsed = acknowledged = got.offset;
    }
    // Output received before the disconnect is acknowledged with the rest.
    expected = offset = got.offset;
    live = got.live;
    room = got.inputWindow;
    for (const [number, data] of sent) {
      if (number > got.received) continue;
      sent.delete(number);
      sentBytes -= data.length;
    }
    if (!sequence) sequence = got.received;
    for (const [number, data] of sent) transport!.send(frames.input(number, data));
    delegate.writable(got.writable);
    delegate.resized(got.rows, got.columns);
    delegate.ready();
    acknowledge();
    flush();
  }

  /** Forgets the session. The client id changes too: with the old one the server would return the ending session. */
  function forget(): void {
    crypto.getRandomValues(identity.client);
    identity.name = "";
    offset = undefined;
    expected = -1;
    sequence = sentBytes = 0;
    sent.clear();
    waiting = [];
  }

  return {
    open(opened) {
      transport = opened;
      expected = -1;
      exited = false;
      const { rows, columns } = delegate.size();
      transport.send(frames.hello(identity.client, offset, readOnly, rows, columns, identity.name));
    },
    message(data) {
      let frame: frames.Frame | undefined;
      try {
        if (typeof data === "string") throw new RangeError();
        frame = frames.parse(data);
      } catch {
        return transport!.close(4002, "received a malformed frame");
      }
      if (!frame) return;
      if (frame.kind === "welcome") return expected < 0 ? welcome(frame.welcome) : undefined;
      if (frame.kind === "ping") return transport!.send(frames.pong(frame.data));
      if (expected < 0) return transport!.close(4002, "the first frame must be WELCOME");
      switch (frame.kind) {
        case "output":
          return output(frame.offset, frame.data);
        case "gap":
          if (frame.from !== expected || frame.to < frame.from) return transport!.close(4002, "gap out of order");
          expected = offset = frame.to;
          return delegate.reset(false, reach(frame.to));
        case "written":
          for (const [number, bytes] of sent) {
            if (number > frame.sequence) break;
            sent.delete(number);
            sentBytes -= bytes.length;
          }
          return flush();
        case "resize":
          return delegate.resized(frame.rows, frame.columns);
        case "exit":
          exited = true;
          return delegate.exit(frame.exit);
      }
    },
    input(data) {
      if (data.length === 1 && data[0] === CTRL_C) waiting = [];
      waiting.push(...pieces(data, frames.MAX_INPUT_BYTES));
      flush();
    },
    resize({ rows, columns }) {
      if (expected >= 0) transport!.send(frames.resize(rows, columns));
    },
    focus() {
      if (expected >= 0) transport!.send(frames.focus());
    },
    end() {
      if (expected >= 0) transport!.send(frames.end());
      forget();
    },
    restart() {
      this.end!();
      return false;
    },
    keepsInput: () => true,
    probe: () => transport!.send(frames.ping()),
    closed(code, reason) {
      const next = exited ? "ended" : (FINAL_CLOSE_CODES[code] ?? "reconnect");
      // The tab kept the name from an earlier page.
      const isStale = code === CLOSE_SESSION_GONE && offset === undefined && !!identity.name;
      if (exited || code === CLOSE_SESSION_GONE) forget();
      return { next: isStale ? "new-session" : next, reason };
    },
  };
}
