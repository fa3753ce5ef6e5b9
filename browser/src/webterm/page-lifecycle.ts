/** Timers, events when the network, the tab or the machine resumes, and what the tab keeps across reloads. */

import { fromBase64, toBase64 } from "./bytes.ts";
import type { Identity } from "./types.ts";

/** Milliseconds between two checks of the clock, and the gap that means the machine has slept. */
const CLOCK_INTERVAL_MS = 5000;
const SLEEP_GAP_MS = 15_000;

/** Calls `check` on resume, and `leaving` when the page may be about to go. Returns a function that stops watching. */
export function watchPageLifecycle(check: () => void, leaving: (goes: boolean) => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let last = Date.now();
  const clock = setInterval(() => {
    const now = Date.now();
    if (now - last > SLEEP_GAP_MS) check();
    last = now;
  }, CLOCK_INTERVAL_MS);
  document.addEventListener(
    "visibilitychange",
    () => {
      leaving(document.hidden);
      if (!document.hidden) check();
    },
    { signal },
  );
  for (const name of ["online", "pageshow", "focus"]) addEventListener(name, check, { signal });
  addEventListener("pagehide", () => leaving(true), { signal });
  return () => {
    clearInterval(clock);
    ended.abort();
  };
}

export interface Timers {
  set(milliseconds: number, call: () => void): void;
  clear(): void;
}

export function createTimers(): Timers {
  const running = new Set<ReturnType<typeof setTimeout>>();
  return {
    set(milliseconds, call) {
      const timer = setTimeout(() => {
        running.delete(timer);
        call();
      }, milliseconds);
      running.add(timer);
    },
    clear() {
      running.forEach(clearTimeout);
      running.clear();
    },
  };
}

/** The tab's storage, which a page may be denied. */
function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

const keyOf = (session: string): string => `backendai-terminal:${session}`;

/** Reads and removes the identity: a duplicated tab is another viewer. */
export function recall(session: string): Identity {
  const key = keyOf(session);
  const [name = "", id] = storage()?.getItem(key)?.split(" ") ?? [];
  storage()?.removeItem(key);
  const kept = fromBase64(id);
  const client = kept?.length === 16 ? kept : crypto.getRandomValues(new Uint8Array(16));
  return { session, name, client };
}

export const remember = ({ session, name, client }: Identity): void =>
  storage()?.setItem(keyOf(session), `${name} ${toBase64(client)}`);

export const forget = ({ session }: Identity): void => storage()?.removeItem(keyOf(session));
