/** One queue for all work on the page, done in slices that leave it responsive. */

/** Milliseconds of our work in one task; with a job's own time and layout it stays below a long task's 50. */
const SLICE = 24;

const { port1, port2 } = new MessageChannel();
let jobs: (() => void)[] = [];
let head = 0;
let deadline = 0;
let running = false;
/** A message is under way that marks the end of this task. */
let armed = false;

port1.onmessage = () => {
  armed = false;
  if (jobs[head]) run();
};

function run(): void {
  if (running) return;
  running = true;
  if (!armed) {
    armed = true;
    deadline = performance.now() + SLICE;
    port2.postMessage(0);
  }
  while (jobs[head] && performance.now() < deadline) jobs[head++]!();
  if (!jobs[head]) {
    jobs = [];
    head = 0;
  }
  running = false;
}

/** Runs `job`, now if this task has time left and nothing waits, else in its turn; resolves with what it returns. */
export const turn = <T>(job: () => T | Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    jobs.push(() => {
      try {
        resolve(job());
      } catch (error) {
        reject(error as Error);
      }
    });
    run();
  });
