/** Generators as work in slices. */

import type { Context } from "../../backendai-media.d.ts";

/** Milliseconds of work in one job. */
const SLICE = 6;

/**
 * Runs `work` in slices until it is done, or `isStale`. `paused` is told after each slice. The promise rejects with what
 * the work throws, and stays open where it went stale.
 */
export function run<T>(
  context: Context,
  work: Generator<void, T>,
  isStale: () => boolean,
  paused: () => void = () => {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const step = (): void => {
      if (isStale()) return;
      try {
        for (const end = performance.now() + SLICE; performance.now() < end;) {
          const { done, value } = work.next();
          if (done) return resolve(value as T);
        }
        paused();
      } catch (error) {
        return reject(error as Error);
      }
      context.schedule(step);
    };
    step();
  });
}
