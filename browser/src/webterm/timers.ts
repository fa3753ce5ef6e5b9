/** Timers that end together. */

export interface Timers {
  set(milliseconds: number, call: () => void): void;
  clear(): void;
}

export function makeTimers(): Timers {
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
