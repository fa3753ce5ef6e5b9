/** For unit tests. */

/** Runs sliced work to its end, and returns what it returns. */
export function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
