/** A list of any length whose rows have one height: only those near the viewport are in the page. */

/** Rows kept beyond each edge of the viewport, and the most that are shown at a time. */
const OVERSCAN_ROWS = 2;
const MAX_VISIBLE_ROWS = 100;
/** Rows that are assumed to fit where the list has no height yet. */
const DEFAULT_VISIBLE_ROWS = 20;
const DEFAULT_WIDTH_PX = 1000;
/** The tallest element that every browser can lay out; longer lists scroll faster than they move. */
export const MAX_ELEMENT_PX = 16_000_000;

export interface VirtualList {
  /** Draws the rows in view now. */
  paint(): void;
  /** Draws them once, on the next frame. */
  schedulePaint(): void;
  /** Scrolls as little as brings a row into view. */
  reveal(row: number): void;
  /** Pixels of rows above the viewport. */
  offset(): number;
  /** Scrolls until `offset` pixels of rows are above the viewport. */
  scrollTo(offset: number): void;
  /** Rows to move by for Page Up and Page Down. */
  pageSize(): number;
  /** Pixels that can be seen at a time from left to right, and those before them. */
  width(): number;
  left(): number;
}

/** What is told that a list has another size: one observer for all, since each costs all of a page's frames. */
const resized = new WeakMap<Element, () => void>();
let observer: ResizeObserver | undefined;

function observe(list: HTMLElement, told: () => void, signal: AbortSignal): void {
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) resized.get(target)?.();
  });
  resized.set(list, told);
  observer.observe(list);
  signal.addEventListener("abort", () => observer!.unobserve(list));
}

export function createVirtualList(
  parts: {
    /** The element that scrolls. */
    list: HTMLElement;
    /** In it, as tall as all rows are. */
    space: HTMLElement;
    /** In that, holds the rows that are drawn. */
    body: HTMLElement;
    /** Pixels of a row, and of what sticks to the list's top. */
    row: number;
    head?: number;
    /** The body starts at a multiple of this many rows, so that rows within it keep their position as others come. */
    step?: number;
  },
  count: () => number,
  /** Draws the rows from `first` up to `last`; row `base` is at the top of the body. */
  draw: (first: number, last: number, base: number) => void,
  signal: AbortSignal,
): VirtualList {
  const { list, space, body, row, head = 0, step = 1 } = parts;
  /** The part of the offset below one scrolled pixel, when a pixel stands for several of the list. */
  let remainder = 0;
  let knownScrollTop = 0;
  let isScheduled = false;
  /**
   * Pixels in view, once the page was laid out with it: asked before, each list would have all of the page laid out anew
   * while that is being filled.
   */
  let height = DEFAULT_VISIBLE_ROWS * row + head;
  let width = DEFAULT_WIDTH_PX;
  let isLaidOut = false;

  const viewed = (): number => Math.min(height - head, MAX_VISIBLE_ROWS * row);
  /** How many pixels of rows one scrolled pixel moves. */
  const ratio = (): number => {
    const [all, seen] = [count() * row, viewed()];
    return all > MAX_ELEMENT_PX ? (all - seen) / (MAX_ELEMENT_PX - seen) : 1;
  };
  const layOut = (): void => void (space.style.height = `${Math.min(count() * row, MAX_ELEMENT_PX)}px`);

  const virtual: VirtualList = {
    paint() {
      layOut();
      const from = virtual.offset();
      const first = Math.max(0, Math.floor(from / row) - OVERSCAN_ROWS);
      const last = Math.min(count(), Math.ceil((from + viewed()) / row) + OVERSCAN_ROWS);
      const base = first - (first % step);
      body.style.top = `${knownScrollTop + base * row - from}px`;
      body.style.height = `${Math.max(0, last - base) * row}px`;
      draw(first, last, base);
    },
    schedulePaint() {
      if (isScheduled) return;
      isScheduled = true;
      requestAnimationFrame(() => {
        isScheduled = false;
        if (!signal.aborted) virtual.paint();
      });
    },
    offset() {
      const top = isLaidOut ? list.scrollTop : 0;
      if (top !== knownScrollTop) remainder = 0;
      knownScrollTop = top;
      return Math.max(0, Math.min(knownScrollTop * ratio() + remainder, count() * row - viewed()));
    },
    scrollTo(offset) {
      layOut();
      list.scrollTop = offset / ratio();
      knownScrollTop = list.scrollTop;
      remainder = ratio() > 1 ? offset - knownScrollTop * ratio() : 0;
    },
    reveal(place) {
      const from = virtual.offset();
      const to = Math.max(Math.min(from, place * row), (place + 1) * row - viewed());
      if (to !== from) virtual.scrollTo(to);
    },
    pageSize: () => Math.max(1, Math.floor(viewed() / row) - 1),
    width: () => width,
    left: () => (isLaidOut ? list.scrollLeft : 0),
  };
  list.addEventListener("scroll", virtual.schedulePaint, { passive: true });
  observe(
    list,
    () => {
      const before = `${height} ${width}`;
      isLaidOut = list.clientHeight > 0;
      if (!isLaidOut) return;
      ({ clientHeight: height, clientWidth: width } = list);
      // Before the frame is painted.
      if (`${height} ${width}` !== before) virtual.paint();
    },
    signal,
  );
  return virtual;
}
