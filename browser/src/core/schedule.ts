/** One queue for all work on the page, done in slices that leave it responsive. */

/** Milliseconds of work in one task: with a last job's it stays below a long task's 50. */
const SLICE = 30;

const { port1, port2 } = new MessageChannel();
let jobs: (() => void)[] = [];
let head = 0;
/** When this task has worked enough; 0 until it begins. A message is under way then that marks its end. */
let deadline = 0;
let running = false;

port1.onmessage = () => {
  deadline = 0;
  void run();
};

async function run(): Promise<void> {
  if (running) return;
  running = true;
  while (jobs[head]) {
    const now = performance.now();
    if (!deadline) {
      deadline = now + SLICE;
      port2.postMessage(0);
    }
    if (now > deadline) break;
    jobs[head++]!();
    // What a job leaves to microtasks (an image's loading, say) counts as its time.
    await 0;
  }
  if (!jobs[head]) {
    jobs = [];
    head = 0;
  }
  running = false;
}

/** Runs `job`, now if this task has time left and nothing waits, else in its turn; resolves with what it returns. */
export const turn = <T>(job: () => T | Promise<T>): Promise<T> =>
  new Promise((resolve) => {
    jobs.push(() => resolve((async () => job())()));
    void run();
  });
