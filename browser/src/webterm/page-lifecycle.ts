/** Timers, and events when the network, the tab or the machine resumes. */

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
