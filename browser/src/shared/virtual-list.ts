/** Rows of one height near the screen, in a list of any length. */

/** Rows that are there beyond both edges, and the most that show at a time. */
const BEYOND = 2;
const MOST_ROWS = 100;
/** Pixels that every browser can lay out; longer lists scroll faster than they move. */
export const TALLEST = 16_000_000;

export interface Scroll {
  /** Shows what is to be seen now. */
  paint(): void;
  /** The same, once, on the next frame. */
  later(): void;
  /** Scrolls as little as brings a row into view. */
  reveal(row: number): void;
  /** Rows of a screenful. */
  page(): number;
}

export function makeScroll(
  parts: {
    /** Scrolls. */
    list: HTMLElement;
    /** In it, as tall as all rows are. */
    space: HTMLElement;
    /** In that, holds the rows that are there. */
    body: HTMLElement;
    /** Pixels of a row, and of what sticks to the list's top. */
    row: number;
    head?: number;
    /** Rows are placed from each such number on; where they are few, they are not moved when others come. */
    step?: number;
  },
  count: () => number,
  /** Shows the rows from `first` up to `last`; row `base` is at the top of the body. */
  draw: (first: number, last: number, base: number) => void,
  signal: AbortSignal,
): Scroll {
  const { list, space, body, row, head = 0, step = 1 } = parts;
  /** What a scrolled pixel is too coarse for, where the list moves by more than one. */
  let fine = 0;
  let known = 0;
  let isAsked = false;

  const viewed = (): number => Math.min((list.clientHeight || 20 * row) - head, MOST_ROWS * row);
  const ratio = (): number => {
    const [all, seen] = [count() * row, viewed()];
    return all > TALLEST ? (all - seen) / (TALLEST - seen) : 1;
  };
  /** Pixels of rows above what is seen. */
  const offset = (): number => {
    if (list.scrollTop !== known) fine = 0;
    known = list.scrollTop;
    return Math.max(0, Math.min(known * ratio() + fine, count() * row - viewed()));
  };

  const scroll: Scroll = {
    paint() {
      space.style.height = `${Math.min(count() * row, TALLEST)}px`;
      const from = offset();
      const first = Math.max(0, Math.floor(from / row) - BEYOND);
      const last = Math.min(count(), Math.ceil((from + viewed()) / row) + BEYOND);
      const base = first - (first % step);
      body.style.top = `${known + base * row - from}px`;
      body.style.height = `${Math.max(0, last - base) * row}px`;
      draw(first, last, base);
    },
    later() {
      if (isAsked) return;
      isAsked = true;
      requestAnimationFrame(() => {
        isAsked = false;
        if (!signal.aborted) scroll.paint();
      });
    },
    reveal(place) {
      const from = offset();
      const to = Math.max(Math.min(from, place * row), (place + 1) * row - viewed());
      if (to === from) return;
      list.scrollTop = to / ratio();
      known = list.scrollTop;
      fine = ratio() > 1 ? to - known * ratio() : 0;
    },
    page: () => Math.max(1, Math.floor(viewed() / row) - 1),
  };
  list.addEventListener("scroll", scroll.later, { passive: true });
  return scroll;
}
