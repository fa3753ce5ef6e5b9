/** The history in the page: only rows near the screen are there. */

import type { Context } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import { makeBar, statusOf } from "./filter-bar.ts";
import { copyOrSelect, showDetail } from "./detail.ts";
import { createElement } from "../../shared/dom.ts";
import { makeFrame } from "./frame.ts";
import { makeFilter } from "./filter.ts";
import { commitAt, type History, rowOfOid, shortOf } from "./history.ts";
import { goal } from "./keys.ts";
import { layOut, makeLayout } from "./layout.ts";
import { draw, reaches, ROW } from "./paths.ts";
import { makeRow } from "./row.ts";
import css from "./style.css";
import { inSlices } from "../../shared/time-slice.ts";

/** Rows that are there beyond both edges, and the most that show at a time. */
const BEYOND = 3;
const MOST_ROWS = 30;
/** Pixels that every browser can lay out; longer lists scroll faster than they move. */
const TALLEST = 10_000_000;

let count = 0;

export interface View {
  /** Settles when the first screenful shows; when another one was shown before, when all of this one is there. */
  show(data: unknown): Promise<void>;
  dispose(): void;
}

export function makeView(context: Context): View {
  const { text } = context;
  const id = `backendai-git-${++count}-`;
  const { list, space, body, graph, detail } = makeFrame(text);
  const elements = new Map<number, HTMLElement>();
  let history: History = { commits: [], layout: makeLayout() };
  let reach: Int32Array | undefined;
  let isReversed = (context.options.gitgraph?.reverse ?? context.metadata.reverse) === true;
  let isMain = false;
  let hovered = -1;
  let selected = -1;
  let version = 0;
  let settle = (): void => {};
  let isAsked = false;

  const total = (): number => Math.max(0, history.layout.total);
  const viewed = (): number => Math.min(list.clientHeight || 20 * ROW, MOST_ROWS * ROW);
  /** How many pixels the list moves where it scrolls by one. */
  const ratio = (): number => {
    const [all, seen] = [total() * ROW, viewed()];
    return all > TALLEST ? (all - seen) / (TALLEST - seen) : 1;
  };
  /** Between rows of the layout and places in the list, both ways. */
  const flip = (row: number): number => (isReversed ? total() - 1 - row : row);
  const topOf = (place: number): number => (place * ROW) / ratio();

  const classify = (row: number, element: HTMLElement): void => {
    const isOff = (filter.matches && !filter.matches[row]) || (isMain && history.layout.lines[row] !== 0);
    element.classList.toggle("backendai-git-off", !!isOff);
    element.ariaSelected = `${row === selected}`;
  };

  /** Shows what is to be seen now; `isFresh`: none of what is there is right any more. */
  const paint = (isFresh?: boolean): void => {
    const { layout } = history;
    const offset = list.scrollTop * ratio();
    const done = isReversed && layout.rows < total() ? 0 : layout.rows;
    const first = Math.max(0, Math.floor(offset / ROW) - BEYOND);
    const last = Math.min(done, Math.ceil((offset + viewed()) / ROW) + BEYOND);
    const [from, to] = isReversed ? [flip(last - 1), flip(first) + 1] : [first, last];
    if (isFresh) {
      for (const element of elements.values()) element.remove();
      elements.clear();
    }
    for (const [row, element] of elements) {
      if (row >= from && row < to) continue;
      element.remove();
      elements.delete(row);
    }
    let above: Element = graph.element;
    for (let place = first; place < last; place++) {
      const row = flip(place);
      const element = elements.get(row) ?? makeRow(history, row, id + row, text);
      elements.set(row, element);
      // In the order that is seen: a screen reader goes by it.
      if (above.nextSibling !== element) above.after(element);
      above = element;
      element.style.top = `${(place - first) * ROW}px`;
      classify(row, element);
    }
    const line = hovered < 0 ? (isMain ? 0 : -1) : layout.lines[hovered]!;
    const room = Math.max(60, body.clientWidth * 0.4);
    const drawn = draw(layout, from, Math.max(from, to), { reach, place: (row) => flip(row) - first, room, line });
    const height = Math.max(0, last - first) * ROW;
    graph.paint(drawn, height);
    body.style.setProperty("--backendai-git-width", `${drawn.width}px`);
    body.style.height = `${height}px`;
    body.style.top = `${list.scrollTop + first * ROW - offset}px`;
    space.style.height = `${Math.min(total() * ROW, TALLEST)}px`;
    if (elements.has(selected)) list.setAttribute("aria-activedescendant", id + selected);
    else list.removeAttribute("aria-activedescendant");
  };
  const later = (): void => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      if (!context.signal.aborted) paint();
    });
  };

  const say = (): void => bar.say(statusOf(history.layout, text, filter.matches && filter.count));

  const tell = (name: string, commit = commitAt(history, selected)): void =>
    context.emit(name, { oid: commit.oid, commit });
  const select = (row: number): void => {
    if (!(row >= 0 && row < history.layout.rows)) return;
    const isNew = row !== selected;
    selected = row;
    const place = flip(row);
    const step = ratio();
    const top = list.scrollTop * step;
    if (place * ROW < top) list.scrollTop = topOf(place);
    else if ((place + 1) * ROW > top + viewed()) list.scrollTop = ((place + 1) * ROW - viewed()) / step;
    showDetail(detail, history, row, text, (other) => select(other));
    paint();
    if (isNew) tell("commit-select");
  };

  const filter = makeFilter(
    context,
    () => history,
    () => {
      say();
      paint();
    },
  );
  const bar = makeBar(text, isReversed, {
    filter: filter.set,
    next: (step) => select(filter.next(selected, isReversed ? -step : step)),
    reverse(on) {
      isReversed = on;
      list.scrollTop = 0;
      paint();
      if (selected >= 0) select(selected);
    },
    main(on) {
      isMain = on;
      paint();
    },
  });

  const rowOf = (target: EventTarget | null): number => {
    const element = (target as Element).closest<HTMLElement>(".backendai-git-row");
    return element ? Number(element.id.slice(id.length)) : -1;
  };
  list.onscroll = later;
  list.onclick = ({ target }) => {
    const row = rowOf(target);
    select(row);
    const element = target as HTMLElement;
    if (row < 0 || !element.matches(".backendai-git-hash")) return;
    void copyOrSelect(shortOf(commitAt(history, row).oid), element, () => bar.say(text("Copied")));
  };
  list.ondblclick = ({ target }) => {
    if (rowOf(target) >= 0) tell("commit-open");
  };
  const hover = (row: number): void => {
    const { lines } = history.layout;
    if (lines[row] !== lines[hovered]) later();
    hovered = row;
  };
  list.onpointerover = ({ target }) => hover(rowOf(target));
  list.onpointerleave = () => hover(-1);
  list.onkeydown = (event) => {
    const page = Math.max(1, Math.floor(viewed() / ROW) - 1);
    const row = goal(event, history, selected, { flip, page });
    if (row !== undefined) select(row);
    else if (event.key === "Enter" && selected >= 0) tell("commit-open");
    else return;
    event.preventDefault();
  };

  /** Takes the place of what is shown; where the reader is, and what is selected, stays. */
  const adopt = (fresh: History): void => {
    const top = Math.floor((list.scrollTop * ratio()) / ROW);
    const shift = list.scrollTop - topOf(top);
    const oidAt = (row: number): string | undefined =>
      row >= 0 && row < history.layout.rows ? commitAt(history, row).oid : undefined;
    const [seen, chosen] = [list.scrollTop ? oidAt(flip(top)) : undefined, oidAt(selected)];
    history = fresh;
    reach = undefined;
    hovered = -1;
    filter.drop();
    const anchor = rowOfOid(fresh, seen);
    selected = rowOfOid(fresh, chosen);
    space.style.height = `${Math.min(total() * ROW, TALLEST)}px`;
    if (anchor >= 0) list.scrollTop = topOf(flip(anchor)) + shift;
    if (selected < 0) detail.hidden = true;
  };

  const resized = new ResizeObserver(later);
  context.style(theme);
  context.style(css);
  context.host.append(createElement("div", "git-history", bar.element, list, detail));
  resized.observe(list);

  const finish = (): void => {
    reach = reaches(history.layout);
    say();
    paint(true);
    if (selected >= 0) showDetail(detail, history, selected, text, (other) => select(other));
    filter.again();
  };

  return {
    show(data) {
      const own = ++version;
      const isFirst = history.layout.total < 0;
      if (!Array.isArray(data)) return Promise.reject(new Error("A git graph must be a list of commits"));
      const fresh: History = { commits: data, layout: makeLayout() };
      // An older call is over when a newer one is made.
      settle();
      return new Promise((resolve, reject) => {
        settle = resolve;
        let isShown = false;
        const begin = (): void => {
          if (!isFirst || isShown || fresh.layout.rows < 2 * MOST_ROWS) return;
          isShown = true;
          adopt(fresh);
          paint();
          resolve();
        };
        void inSlices(context, layOut(data, fresh.layout), () => own !== version, begin).then(() => {
          if (!isShown) adopt(fresh);
          finish();
          resolve();
        }, reject);
      });
    },
    dispose() {
      version++;
      filter.drop();
      settle();
      resized.disconnect();
    },
  };
}
