/** Frames are costly: two are made at a time, and of many that are out of sight the longest unseen ones go. */

const MAX_STARTING = 2;
const MAX_LIVE = 12;

export interface Framed {
  /** Makes it; settles when it shows, or cannot. */
  start(): Promise<unknown>;
  /** Takes it away for now. */
  stop(): void;
  /** Draws its picture for paper; never rejects. */
  draw(): Promise<unknown>;
  near: boolean;
  /** Its picture is being drawn. */
  isDrawn: boolean;
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
    if (one.near || one.isDrawn) continue;
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

/** Milliseconds of rest before a picture is drawn, and pictures that a page draws at most. */
const REST_MS = 1000;
const MAX_PICTURES = 50;

/** Printing does not wait: pictures for paper are drawn one by one when there is nothing else to do. */
const later = new Set<Framed>();
let pictures = 0;
let isResting = false;

function rest(): void {
  if (isResting || !later.size) return;
  isResting = true;
  const go = async (): Promise<void> => {
    const [one] = later;
    if (one && !starting && !waiting.size && !document.hidden) {
      later.delete(one);
      await one.draw();
    }
    isResting = false;
    rest();
  };
  // WebKit lacks it.
  const idly = "requestIdleCallback" in window ? () => requestIdleCallback(() => void go()) : () => void go();
  setTimeout(idly, REST_MS);
}

export function drawLater(one: Framed): void {
  if (++pictures > MAX_PICTURES) return;
  later.add(one);
  rest();
}

export function forget(one: Framed): void {
  later.delete(one);
  waiting.delete(one);
  live.delete(one);
}
