/** Output waiting to be parsed, and its parsing in slices that leave the page responsive. */

import type { Bytes } from "./types.ts";

/** Milliseconds of parsing in one task: short to follow closely, longer if there is a backlog. */
const SLICE_MS = 10;
const BACKLOG_SLICE_MS = 26;
const BACKLOG_BYTES = 131_072;
/** Bytes that may be queued when the other side cannot be paused. */
const MAX_WAITING_BYTES = 64_000_000;

/** Parses; returns a promise if an image has to be decoded first. */
export type Parse = (data: Bytes, live: boolean) => Promise<unknown> | undefined | void;

interface Job {
  /** What of it is left. */
  data?: Bytes;
  live?: boolean;
  parsed?: (() => void) | undefined;
}

export interface WriteQueue {
  push(data: Bytes, live: boolean, parsed?: () => void): void;
  /** Resets the emulator after the queue; with `drop` now, discarding the queue. */
  reset(drop: boolean, parsed?: () => void): void;
  pending(): number;
  dispose(): void;
}

/** `endOf` tells how many bytes of some may be parsed at once, which takes some milliseconds. */
export function createWriteQueue(
  parse: Parse,
  endOf: (data: Bytes) => number,
  clear: () => void,
  overflow: (bytes: number) => void,
): WriteQueue {
  let jobs: Job[] = [];
  let next = 0;
  let waiting = 0;
  /** Whether a slice is running or scheduled; always, once disposed. */
  let busy = false;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => void run();

  async function run(): Promise<void> {
    busy = true;
    const end = performance.now() + (waiting > BACKLOG_BYTES ? BACKLOG_SLICE_MS : SLICE_MS);
    while (next < jobs.length) {
      const job = jobs[next]!;
      const { data, live, parsed } = job;
      const size = data ? endOf(data) : 0;
      const isDone = size === (data?.length ?? 0);
      if (isDone) next++;
      else job.data = data!.subarray(size);
      if (!data) clear();
      else {
        waiting -= size;
        // An exception is the emulator's own; the rest of the output must not suffer.
        try {
          const later = parse(data.subarray(0, size), live!);
          if (later) await later;
        } catch (error) {
          console.error(error);
        }
      }
      if (isDone) parsed?.();
      if (performance.now() > end && next < jobs.length) return port2.postMessage(0);
    }
    jobs = [];
    next = 0;
    busy = false;
  }

  function add(job: Job): void {
    jobs.push(job);
    // Data that arrives alone is an echo, and is shown without delay.
    if (!busy) void run();
  }

  return {
    push(data, live, parsed) {
      if (waiting > MAX_WAITING_BYTES) {
        const lost = waiting;
        this.reset(true);
        overflow(lost);
      }
      waiting += data.length;
      if (data.length) add({ data, live, parsed });
    },
    reset(drop, parsed) {
      if (drop) {
        jobs = [];
        next = waiting = 0;
      }
      add({ parsed });
    },
    pending: () => waiting,
    dispose() {
      port1.close();
      jobs = [];
      busy = true;
    },
  };
}
