/** One queue for all work on the page, done in slices that leave it responsive. */

/** Milliseconds of work in the first task, for an early first screen. */
const FIRST_SLICE_MS = 8;
/** In later ones; with a last job's and its layout they stay below a long task's 50. */
const SLICE_MS = 28;
/** Jobs between which microtasks run. */
const JOBS_BETWEEN_MICROTASKS = 16;

/** The npm package is also imported by servers, which an open channel would keep from ending. */
const { port1, port2 } =
  __IS_MODULE__ && typeof document === "undefined" ? ({ port1: {} } as MessageChannel) : new MessageChannel();
const jobs = new Set<() => void>();
let slice = FIRST_SLICE_MS;
/** When this task has worked enough; 0 until it begins. A message is under way then that marks its end. */
let deadline = 0;
let isRunning: boolean | undefined;

port1.onmessage = () => {
  deadline = 0;
  void run();
};

async function run(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  let done = 0;
  for (const job of jobs) {
    const now = performance.now();
    if (!deadline) {
      deadline = now + slice;
      slice = Math.min(slice * 2, SLICE_MS);
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
    if (++done % JOBS_BETWEEN_MICROTASKS === 0) await 0;
  }
  if (!jobs.size) slice = FIRST_SLICE_MS;
  isRunning = false;
}

/** How many jobs wait. */
export const waiting = (): number => jobs.size;

/**
 * Runs `job` once, after all jobs that wait. It **may run at once**, before this returns, where nothing waits and the task
 * has time left: what the job reads is to be set before. A job given while another runs never runs within it. One given again while it
 * waits runs once.
 */
export function schedule(job: () => void): void {
  jobs.add(job);
  void run();
}
