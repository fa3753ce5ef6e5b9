/** Long work, written as a generator, that leaves the page responsive. It runs in a renderer's `context.schedule`. */

import type { Context } from "../backendai-media.d.ts";

/** Milliseconds of work in one job. */
const SLICE_MS = 6;

/**
 * Runs `work` in slices until it is done, or `isStale`. `paused` is called after each slice. The promise rejects with what
 * the work throws, and never settles if the work became stale or the item was disposed.
 */
export function runInTimeSlices<T>(
  context: Pick<Context, "schedule">,
  work: Generator<unknown, T>,
  isStale: () => boolean = () => false,
  paused: () => void = () => {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const step = (): void => {
      if (isStale()) return;
      try {
        for (const end = performance.now() + SLICE_MS; performance.now() < end;) {
          const { done, value } = work.next();
          if (done) return resolve(value);
        }
        paused();
        context.schedule(step);
      } catch (error) {
        reject(error as Error);
      }
    };
    step();
  });
}
