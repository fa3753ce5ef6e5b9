/** A list of any length whose rows have one height: only those near the viewport are in the page, and all on paper. */

import type { Context } from "../backendai-media.d.ts";
import type { Paper } from "./chunk-interfaces.ts";

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
   * Pixels in view, as the page was last laid out. While it is being filled nothing asks for them: each list would have all
   * of it laid out anew.
   */
  let height = DEFAULT_VISIBLE_ROWS * row + head;
  let width = DEFAULT_WIDTH_PX;
  let top = 0;
  let left = 0;
  let isLaidOut = false;

  const measure = (): void => {
    ({ clientHeight: height, clientWidth: width, scrollTop: top, scrollLeft: left } = list);
  };

  const viewed = (): number => Math.min(height - head, MAX_VISIBLE_ROWS * row);
  /** How many pixels of rows one scrolled pixel moves. */
  const ratio = (): number => {
    const [all, seen] = [count() * row, viewed()];
    return all > MAX_ELEMENT_PX ? (all - seen) / (MAX_ELEMENT_PX - seen) : 1;
  };
  const layOut = (): void => void (space.style.height = `${Math.min(count() * row, MAX_ELEMENT_PX)}px`);

  const offset = (): number => {
    if (top !== knownScrollTop) remainder = 0;
    knownScrollTop = top;
    return Math.max(0, Math.min(top * ratio() + remainder, count() * row - viewed()));
  };
  const paint = (): void => {
    layOut();
    const from = offset();
    const first = Math.max(0, Math.floor(from / row) - OVERSCAN_ROWS);
    const last = Math.min(count(), Math.ceil((from + viewed()) / row) + OVERSCAN_ROWS);
    const base = first - (first % step);
    body.style.top = `${knownScrollTop + base * row - from}px`;
    body.style.height = `${Math.max(0, last - base) * row}px`;
    draw(first, last, base);
  };

  const virtual: VirtualList = {
    paint() {
      layOut();
      if (isLaidOut) measure();
      paint();
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
      if (isLaidOut) measure();
      return offset();
    },
    scrollTo(offset) {
      layOut();
      list.scrollTop = offset / ratio();
      knownScrollTop = top = list.scrollTop;
      remainder = ratio() > 1 ? offset - knownScrollTop * ratio() : 0;
    },
    reveal(place) {
      const from = virtual.offset();
      const to = Math.max(Math.min(from, place * row), (place + 1) * row - viewed());
      if (to !== from) virtual.scrollTo(to);
    },
    pageSize: () => Math.max(1, Math.floor(viewed() / row) - 1),
    width: () => width,
    left: () => left,
  };
  const scrolled = (): void => {
    isLaidOut = true;
    virtual.schedulePaint();
  };
  list.addEventListener("scroll", scrolled, { passive: true });
  const resized = new ResizeObserver((entries) => {
    const before = `${height} ${width}`;
    const { contentRect } = entries.at(-1)!;
    isLaidOut = contentRect.height > 0;
    if (!isLaidOut) return;
    ({ height, width } = contentRect);
    // At once: the frame is not painted yet.
    if (`${height} ${width}` !== before) paint();
  });
  resized.observe(list);
  signal.addEventListener("abort", () => resized.disconnect());
  return virtual;
}

/** When the page is printed or an output exported, what `make` gives stands for `element`. */
export function printed(
  element: Element,
  context: Context,
  make: (paper: Paper, most: number) => Element | void,
): void {
  context.load("paper").then(
    (paper) => (paper as Paper).attend(element, (most) => make(paper as Paper, most), context),
    () => {},
  );
}
