/** The worker's ends of wires: how it hears from the page while Python runs. */

import {
  EVENTS_BEGIN,
  EVENTS_BYTES,
  EVENTS_END,
  EVENTS_START,
  GIVEN,
  INTERRUPT,
  LENGTH,
  NONE,
  REPLY,
  TEXT_START,
  type Wire,
} from "./protocol.ts";

/** Milliseconds between two looks for an interruption, where a look costs a request. */
const LOOK_MS = 100;
/** Milliseconds that one wait takes, after which output and interruptions have their turn. */
const WAIT_MS = 20;
/** Events that wait for a program which does not look. */
const MAX_EVENTS = 1000;

/** Whether Python can wait for a promise. */
export const canSuspend = "Suspending" in WebAssembly;

export interface Line {
  /** `loose`: answers are promises, for which Python has to be suspended. */
  readonly kind: Wire["kind"];
  /** Forgets what was meant for an earlier run. */
  begin(token: string): void;
  /** Whether it can see an interruption while Python runs. */
  readonly canInterrupt: boolean;
  /** Whether there is an interruption, which is told once. */
  isInterrupted(): boolean;
  /** The answer, `undefined` where the program was interrupted, or a promise of either. */
  ask(): string | undefined | Promise<string | undefined>;
  /** Waits; whether it was interrupted, or a promise of that. */
  sleep(ms: number): boolean | Promise<boolean>;
  /**
   * Events of drawings, a JSON object in each line: those that have come, or come first within a time. `undefined` where the
   * program was interrupted. Or a promise of either.
   */
  events(ms: number): string | undefined | Promise<string | undefined>;
  /** An event that came as a message. */
  hear(event: string): void;
  /**
   * An answer, or an interruption, that came as a message: Python is suspended, or awaits something. Returns whether `ask` or
   * `sleep` waited for it.
   */
  receive(text: string | undefined): boolean;
}

/** Memory to wait at, which workers can have without a page that is isolated. */
const still = new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer);

function waitFor(ms: number, isOver: () => boolean, cells: Int32Array = still): void {
  for (const end = performance.now() + ms; ;) {
    const left = end - performance.now();
    if (left <= 0 || isOver()) return;
    Atomics.wait(cells, REPLY, NONE, Math.min(left, WAIT_MS));
  }
}

export const pause = (ms: number): void => waitFor(ms, () => false);

function sharedLine(buffer: SharedArrayBuffer): Line {
  const cells = new Int32Array(buffer);
  const bytes = new Uint8Array(buffer);
  const isWanted = (): boolean => Atomics.load(cells, INTERRUPT) !== 0;
  const isInterrupted = (): boolean => Atomics.exchange(cells, INTERRUPT, 0) !== 0;
  const take = (): string => {
    const begin = Atomics.load(cells, EVENTS_BEGIN);
    const length = (Atomics.load(cells, EVENTS_END) - begin) | 0;
    const found = new Uint8Array(length);
    for (let at = 0; at < length; at++) found[at] = bytes[EVENTS_START + ((begin + at) & (EVENTS_BYTES - 1))]!;
    Atomics.store(cells, EVENTS_BEGIN, (begin + length) | 0);
    return new TextDecoder().decode(found);
  };
  const hasEvents = (): boolean => Atomics.load(cells, EVENTS_BEGIN) !== Atomics.load(cells, EVENTS_END);
  return {
    kind: "shared",
    canInterrupt: true,
    begin() {
      Atomics.store(cells, INTERRUPT, 0);
      Atomics.store(cells, REPLY, NONE);
      take();
    },
    isInterrupted,
    events(ms) {
      waitFor(ms, () => isWanted() || hasEvents(), cells);
      return isInterrupted() ? undefined : take();
    },
    hear() {},
    ask() {
      waitFor(Infinity, () => isWanted() || Atomics.load(cells, REPLY) === GIVEN, cells);
      if (isInterrupted() || Atomics.exchange(cells, REPLY, NONE) !== GIVEN) return undefined;
      // Decoders take no shared memory.
      return new TextDecoder().decode(bytes.slice(TEXT_START, TEXT_START + Atomics.load(cells, LENGTH)));
    },
    sleep(ms) {
      waitFor(ms, isWanted, cells);
      return isInterrupted();
    },
    receive() {
      isInterrupted();
      return false;
    },
  };
}

function request(address: string): XMLHttpRequest | undefined {
  const asked = new XMLHttpRequest();
  try {
    asked.open("GET", address, false);
    asked.send();
    return asked;
  } catch {
    return undefined;
  }
}

/** Whether it is time for another look. */
function pacer(): () => boolean {
  let last = 0;
  return () => {
    const now = performance.now();
    if (now - last < LOOK_MS) return false;
    last = now;
    return true;
  };
}

function serviceLine(address: string, tell: (heard: number) => void): Line {
  const isTime = pacer();
  let heard = 0;
  const look = (): boolean => request(`${address}?interrupted`)?.responseText === "1";
  return {
    kind: "service",
    canInterrupt: true,
    begin: () => void request(`${address}?begin`),
    isInterrupted: () => isTime() && look(),
    events(ms) {
      const began = performance.now();
      const found = request(`${address}?events=${Math.round(ms)}&heard=${heard}`);
      if (found?.status === 205) return undefined;
      if (found?.status === 200 && found.responseText) {
        const [count, ...news] = found.responseText.split("\n");
        tell((heard = Number(count)));
        return news.join("\n");
      }
      if (found?.status === 200) return "";
      waitFor(began + ms - performance.now(), () => false);
      return "";
    },
    hear() {},
    ask() {
      // The service worker answers after some time in any case: browsers end those that answer too late.
      for (;;) {
        const found = request(`${address}?ask`);
        if (found?.status === 200) return found.responseText;
        if (found?.status === 205) return undefined;
        if (found?.status !== 204) waitFor(1000, () => false);
      }
    },
    sleep(ms) {
      let found = false;
      waitFor(ms, () => (found = isTime() && look()));
      return found;
    },
    receive() {
      look();
      return false;
    },
  };
}

function looseLine(): Line {
  const isTime = pacer();
  let token = "";
  let events: string[] = [];
  let wake: (() => void) | undefined;
  let heard: ((text: string | undefined) => void) | undefined;
  const hear = (): Promise<string | undefined> => new Promise((resolve) => (heard = resolve));
  const isInterrupted = (): boolean => {
    const found = token !== "" && isTime() && !request(token);
    if (found) token = "";
    return found;
  };
  return {
    kind: "loose",
    // Chromium shows a page that was opened as a file's blobs to none of its workers.
    get canInterrupt() {
      return token !== "";
    },
    begin(given) {
      token = request(given) ? given : "";
      events = [];
    },
    isInterrupted,
    async events(ms) {
      const over = new Promise<void>((resolve) => {
        wake = resolve;
        // Messages come between two tasks.
        setTimeout(resolve, events.length ? 0 : ms);
      });
      const isOver = await Promise.race([over, hear().then(() => true)]);
      heard = wake = undefined;
      return isOver ? undefined : events.splice(0).join("\n");
    },
    hear(event) {
      if (events.length < MAX_EVENTS) events.push(event);
      wake?.();
    },
    ask: hear,
    sleep(ms) {
      if (!canSuspend) {
        let found = false;
        waitFor(ms, () => (found = isInterrupted()));
        return found;
      }
      const over = new Promise<boolean>((resolve) => setTimeout(resolve, ms, false));
      return Promise.race([over, hear().then(() => true)]).finally(() => (heard = undefined));
    },
    receive(text) {
      // The page has revoked it, too.
      if (text === undefined) token = "";
      const waited = heard !== undefined;
      heard?.(text);
      heard = undefined;
      return waited;
    },
  };
}

/** `tell` is told how many events have been heard. */
export function connect(wire: Wire, tell: (heard: number) => void): Line {
  if (wire.kind === "shared") return sharedLine(wire.buffer);
  // It may be that the service worker does not get this worker's requests.
  if (wire.kind === "service" && request(`${wire.address}?begin`)?.status === 200)
    return serviceLine(wire.address, tell);
  return looseLine();
}
