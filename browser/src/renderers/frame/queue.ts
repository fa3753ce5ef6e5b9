/** Frames are costly: two are made at a time, and of many that are out of sight the longest unseen ones go. */

const MAX_STARTING = 2;
const MAX_LIVE = 12;

export interface Framed {
  /** Makes it; settles when it shows, or cannot. */
  start(): Promise<unknown>;
  /** Takes it away for now. */
  stop(): void;
  near: boolean;
}

const waiting = new Set<Framed>();
/** Oldest first. */
const live = new Set<Framed>();
let starting = 0;

function next(): void {
  for (const one of waiting) {
    if (starting >= MAX_STARTING) return;
    waiting.delete(one);
    live.add(one);
    starting++;
    const done = (): void => {
      starting--;
      next();
    };
    one.start().then(done, done);
  }
  for (const one of live) {
    if (live.size <= MAX_LIVE) return;
    if (one.near) continue;
    live.delete(one);
    one.stop();
  }
}

export function enqueue(one: Framed): void {
  // Seen again: it is the last to go.
  if (live.delete(one)) live.add(one);
  else waiting.add(one);
  next();
}

export function forget(one: Framed): void {
  waiting.delete(one);
  live.delete(one);
}
