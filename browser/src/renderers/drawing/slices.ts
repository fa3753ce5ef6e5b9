/** Long work, done so that the page stays responsive. */

import type { Context } from "../../backendai-media.d.ts";

/** Milliseconds of work in one job. */
const SLICE = 8;

/** Runs a generator to its end, with pauses where it yields; never settles where the item goes before. */
export const inSlices = <T>(context: Context, work: Generator<unknown, T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const step = (): void => {
      try {
        for (const end = performance.now() + SLICE; performance.now() < end;) {
          const { done, value } = work.next();
          if (done) return resolve(value);
        }
        context.schedule(step);
      } catch (error) {
        reject(error as Error);
      }
    };
    step();
  });
