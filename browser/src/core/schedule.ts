/** One queue for all work on the page, done in slices that leave it responsive. */

/** Milliseconds of work in the first task, for an early first screen. */
const FIRST = 8;
/** In later ones; with a last job's and its layout they stay below a long task's 50. */
const SLICE = 28;

const { port1, port2 } = new MessageChannel();
const jobs = new Set<() => void>();
let slice = FIRST;
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
  let done = 0;
  for (const job of jobs) {
    const now = performance.now();
    if (!deadline) {
      deadline = now + slice;
      slice = Math.min(slice * 2, SLICE);
      port2.postMessage(0);
    }
    if (now > deadline) break;
    jobs.delete(job);
    try {
      job();
    } catch (error) {
      reportError(error);
    }
    // What jobs leave to microtasks (an image's loading, say) counts as their time; some at once is quicker.
    if (++done % 16 === 0) await 0;
  }
  if (!jobs.size) slice = FIRST;
  running = false;
}

/** Runs `job`, now if this task has time left and nothing waits, else in its turn. */
export function turn(job: () => void): void {
  jobs.add(job);
  void run();
}
