/** The connection to the server: connects, reports its state, reconnects when it was lost. */

import type { Address, TerminalState } from "../backendai-media.d.ts";
import { detect, type Kind, type Way } from "./dialects/detect.ts";
import { text } from "./host.ts";
import { createTimers } from "./page-lifecycle.ts";
import type { Dialect, CloseAction } from "./types.ts";
import * as messages from "../shared/messages.ts";

export interface ConnectionEvents {
  state(state: TerminalState, reason: string, seconds?: number): void;
  /** Returns the dialect for a kind and the agreed subprotocol. */
  dialect(kind: Kind, protocol: string): Dialect;
  /** Whether reconnecting makes sense: not if the page removed the terminal. */
  isWanted(): boolean;
}

/** Seconds between attempts at most. */
const MAX_RETRY_SECONDS = 30;
/** Failed attempts, or malformed conversations, before the user is asked. */
const MAX_ATTEMPTS = 5;
/** Milliseconds for a connection to open, and for the other side to answer a probe. */
const OPEN_TIMEOUT_MS = 15_000;
const PROBE_TIMEOUT_MS = 3000;
/** Silence of a server that sends a message every 25 seconds. */
const SILENCE_TIMEOUT_MS = 35_000;

/** Milliseconds for a server to say why it refuses. */
const STATUS_TIMEOUT_MS = 5000;
/** Times that a function may give an address that is refused: its first ticket may have expired on the way. */
const MAX_DENIALS = 3;

/** Asks by a plain request what browsers hide of a WebSocket that did not open; 0: there is no answer. */
async function statusOf(socket: URL): Promise<number> {
  const url = new URL(socket);
  url.protocol = url.protocol.replace("ws", "http");
  const signal = AbortSignal.timeout(STATUS_TIMEOUT_MS);
  try {
    return (await fetch(url, { credentials: "include", cache: "no-store", redirect: "manual", signal })).status;
  } catch {
    return 0;
  }
}

/** Seconds before attempt `count` (from 0): immediate, then doubling, with jitter so that clients do not reconnect in step. */
export const delay = (count: number, random = Math.random()): number =>
  count === 0 ? random * 0.3 : Math.min(MAX_RETRY_SECONDS, 2 ** (count - 1)) * (0.75 + random / 2);

export interface Connection {
  connect(address: Address): Promise<void>;
  /** Tries now instead of later. */
  reconnectNow(): void;
  /** Checks whether the connection, which may have died unnoticed, is alive. */
  check(): void;
  /** The dialect received the other side's first message. */
  ready(): void;
  /** Closes for good. */
  close(code: number, reason: string): void;
  /** Closes and connects again. */
  restart(): void;
  /** Calls after a delay, if the connection lasts that long. */
  callLater(milliseconds: number, call: () => void): void;
  readonly state: TerminalState;
}

export function createConnection(wanted: Kind | undefined, events: ConnectionEvents): Connection {
  let state: TerminalState = "idle";
  let address: Address = "";
  let socket: WebSocket | undefined;
  let dialect: Dialect | undefined;
  let failures = 0;
  /** Requests to try in turn until one opens. */
  let ways: Way[] = [];
  let turn = 0;
  let opened = false;
  let protocolErrors = 0;
  /** Attempts in a row whose user the server did not know. */
  let denials = 0;
  let attempt = 0;
  let lastMessageAt = 0;
  let settle: { resolve(): void; reject(reason: string): void } | undefined;
  const timers = createTimers();

  function setState(next: TerminalState, reason = "", seconds?: number): void {
    state = next;
    events.state(next, reason, seconds);
  }

  /** Abandons the connection. */
  function drop(code?: number, reason?: string): void {
    attempt++;
    timers.clear();
    const old = socket;
    socket = undefined;
    if (!old) return;
    old.onopen = old.onmessage = old.onclose = null;
    old.close(code, reason);
  }

  function lost({ next, reason = "" }: CloseAction): void {
    if (next === "new-session") return void open();
    const failed = settle;
    settle = undefined;
    timers.clear();
    socket = undefined;
    if (next === "reconnect" && (opened ? protocolErrors : failures) < MAX_ATTEMPTS) {
      const seconds = delay(failures++);
      // Set before the state is reported: the listener may leave or connect, which clears the timer.
      timers.set(seconds * 1000, () => (events.isWanted() ? void open() : close(1000, "")));
      setState("reconnecting", reason, Math.ceil(seconds));
    } else {
      setState(next === "ended" ? "ended" : "refused", reason);
    }
    failed?.reject("connection failure");
  }

  /** After a connection was refused: if that is for want of a login, says so, instead of trying for ever. */
  async function explain(url: URL): Promise<void> {
    const mine = attempt;
    const status = await statusOf(url);
    const waits = mine === attempt && (state === "reconnecting" || state === "refused");
    if (status !== 401 || !waits) return;
    if (typeof address === "function" && ++denials < MAX_DENIALS) return;
    timers.clear();
    setState("refused", text(messages.sign_in));
  }

  function listen(mine: WebSocket, kind: Kind, url: URL): void {
    let isOpen = false;
    mine.binaryType = "arraybuffer";
    mine.onopen = () => {
      timers.clear();
      opened = isOpen = true;
      lastMessageAt = performance.now();
      dialect = events.dialect(kind, mine.protocol);
      if (dialect.probe) watch();
      dialect.open({
        send: (data) => mine.readyState === WebSocket.OPEN && mine.send(data),
        close: (code, reason) => {
          protocolErrors++;
          drop(code, reason);
          lost({ next: "reconnect", reason });
        },
      });
    };
    mine.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      lastMessageAt = performance.now();
      dialect!.message(typeof data === "string" ? data : new Uint8Array(data));
    };
    mine.onclose = ({ code, reason }) => {
      if (!opened) {
        // The other protocol may be the right one.
        if (++turn < ways.length) return void open();
      }
      lost(dialect?.closed(code, reason) ?? { next: "reconnect", reason });
      if (!isOpen) void explain(url);
    };
  }

  async function open(): Promise<void> {
    drop();
    const mine = attempt;
    timers.set(OPEN_TIMEOUT_MS, () => {
      drop();
      lost({ next: "reconnect" });
    });
    setState("connecting");
    if (mine !== attempt) return;
    try {
      const given = await (typeof address === "function" ? address() : address);
      if (mine !== attempt) return;
      const url = new URL(given, document.baseURI);
      url.protocol = url.protocol.replace("http", "ws");
      ways = detect(url.href, wanted);
      const { kind, protocols } = ways[turn % ways.length]!;
      socket = new WebSocket(url, protocols);
      listen(socket, kind, url);
    } catch (error) {
      if (mine === attempt) lost({ next: "reconnect", reason: error instanceof Error ? error.message : `${error}` });
    }
  }

  function watch(): void {
    timers.set(SILENCE_TIMEOUT_MS / 2, () => {
      if (performance.now() - lastMessageAt > SILENCE_TIMEOUT_MS / 2) check();
      watch();
    });
  }

  function check(): void {
    if (state === "reconnecting") return reconnectNow();
    if (state !== "connected" || !dialect?.probe || !socket) return;
    const before = lastMessageAt;
    dialect.probe();
    timers.set(PROBE_TIMEOUT_MS, () => {
      if (lastMessageAt !== before) return;
      drop();
      lost({ next: "reconnect" });
    });
  }

  function reconnectNow(): void {
    if (state === "connected" || state === "connecting") return;
    failures = protocolErrors = denials = 0;
    void open();
  }

  function close(code: number, reason: string): void {
    const failed = settle;
    settle = undefined;
    drop(code, reason);
    if (state !== "idle") setState("closed");
    failed?.reject("connection failure");
  }

  return {
    connect(given) {
      return new Promise((resolve, reject) => {
        // The original's rejections.
        // oxlint-disable-next-line prefer-promise-reject-errors
        if (state === "connecting") return reject("already connecting");
        // oxlint-disable-next-line prefer-promise-reject-errors
        if (state === "connected") return reject("already connected");
        address = given;
        failures = turn = protocolErrors = denials = 0;
        opened = false;
        settle = { resolve, reject };
        void open();
      });
    },
    reconnectNow,
    check,
    ready() {
      if (state === "connected") return;
      failures = denials = 0;
      const asked = settle;
      settle = undefined;
      setState("connected");
      asked?.resolve();
    },
    close,
    restart() {
      drop(1000);
      failures = 0;
      void open();
    },
    callLater: timers.set,
    get state() {
      return state;
    },
  };
}
