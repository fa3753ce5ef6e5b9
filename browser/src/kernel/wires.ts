/** The worker's ends of wires: how it hears from the page while Python runs. */

import { GIVEN, INTERRUPT, LENGTH, NONE, REPLY, TEXT_START, type Wire } from "./protocol.ts";

/** Milliseconds between two looks for an interruption, where a look costs a request. */
const LOOK_MS = 100;
/** Milliseconds that one wait takes, after which output and interruptions have their turn. */
const WAIT_MS = 20;

export interface Line {
  /** `loose`: answers are promises, for which Python has to be suspended. */
  readonly kind: Wire["kind"];
  /** Forgets what was meant for an earlier run. */
  begin(token: string): void;
  /** Whether it can see an interruption while Python runs. */
  readonly canInterrupt: boolean;
  isInterrupted(): boolean;
  /** The answer, `undefined` where the program was interrupted, or a promise of either. */
  ask(): string | undefined | Promise<string | undefined>;
  /** Waits, until it is interrupted; perhaps it returns a promise. */
  sleep(ms: number): void | Promise<void>;
  /** What comes as a message, while Python is suspended; returns whether it waited for that. */
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

function sharedLine(buffer: SharedArrayBuffer): Line {
  const cells = new Int32Array(buffer);
  const bytes = new Uint8Array(buffer);
  const isInterrupted = (): boolean => Atomics.load(cells, INTERRUPT) !== 0;
  return {
    kind: "shared",
    canInterrupt: true,
    begin() {
      Atomics.store(cells, INTERRUPT, 0);
      Atomics.store(cells, REPLY, NONE);
    },
    isInterrupted: () => Atomics.exchange(cells, INTERRUPT, 0) !== 0,
    ask() {
      waitFor(Infinity, () => isInterrupted() || Atomics.load(cells, REPLY) === GIVEN, cells);
      if (Atomics.exchange(cells, REPLY, NONE) !== GIVEN) {
        Atomics.store(cells, INTERRUPT, 0);
        return undefined;
      }
      // Decoders take no shared memory.
      return new TextDecoder().decode(bytes.slice(TEXT_START, TEXT_START + Atomics.load(cells, LENGTH)));
    },
    sleep: (ms) => waitFor(ms, isInterrupted),
    receive: () => false,
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

function serviceLine(address: string): Line {
  const isTime = pacer();
  let seen = false;
  const isInterrupted = (): boolean => {
    const found = seen || (isTime() && request(`${address}?interrupted`)?.responseText === "1");
    seen = false;
    return found;
  };
  return {
    kind: "service",
    canInterrupt: true,
    begin: () => void request(`${address}?begin`),
    isInterrupted,
    ask() {
      // The service worker answers after some time in any case: browsers end those that answer too late.
      for (;;) {
        const found = request(`${address}?ask`);
        if (found?.status === 200) return found.responseText;
        if (found?.status === 205) return undefined;
        if (found?.status !== 204) waitFor(1000, () => false);
      }
    },
    // Python takes the interruption itself.
    sleep: (ms) => waitFor(ms, () => (seen ||= isInterrupted())),
    receive: () => false,
  };
}

function looseLine(): Line {
  const isTime = pacer();
  let token = "";
  let stop = false;
  let heard: ((text: string | undefined) => void) | undefined;
  const hear = (): Promise<string | undefined> => new Promise((resolve) => (heard = resolve));
  const isInterrupted = (): boolean => {
    const found = stop || (token !== "" && isTime() && !request(token));
    stop = false;
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
      stop = false;
    },
    isInterrupted,
    ask: hear,
    async sleep(ms) {
      let timer = 0;
      const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
      const interrupted = hear().then(() => (stop = true));
      await Promise.race([over, interrupted]);
      clearTimeout(timer);
      heard = undefined;
    },
    receive(text) {
      const waited = heard !== undefined;
      heard?.(text);
      heard = undefined;
      return waited;
    },
  };
}

export function connect(wire: Wire): Line {
  if (wire.kind === "shared") return sharedLine(wire.buffer);
  // It may be that the service worker does not get this worker's requests.
  if (wire.kind === "service" && request(`${wire.address}?begin`)?.status === 200) return serviceLine(wire.address);
  return looseLine();
}

export const canSuspend = "Suspending" in WebAssembly;
