/** The history in the page: only rows near the viewport are in it. */

import type { Context } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import { createFilterBar, statusOf } from "./filter-bar.ts";
import { copyOrSelect, showDetail } from "./detail.ts";
import buttonStyle from "../../shared/button.css";
import { createElement } from "../../shared/dom.ts";
import { createFrame } from "./frame.ts";
import { createFilter } from "./filter.ts";
import { commitAt, goal, type History, rowOfOid, shortOf } from "./history.ts";
import { layOut, createLayout } from "./layout.ts";
import { draw as drawPaths, reaches } from "./paths.ts";
import { GIT_ROW_PX } from "../../shared/spec.ts";
import { createRow } from "./row.ts";
import css from "./style.css";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { printed, createVirtualList } from "../../shared/virtual-list.ts";
import * as messages from "../../shared/messages.ts";

/** Rows that are laid out before a history shows for the first time. */
const FIRST_ROWS = 60;

let count = 0;

export interface View {
  /** Settles when the first screenful shows, or, when it replaces another history, when all of it is laid out. */
  show(data: unknown): Promise<void>;
  dispose(): void;
}

/** Commits that are on paper, and elements of one. */
const MAX_PRINTED_ROWS = 2_000;
const ROW_ELEMENTS = 10;

export function createView(context: Context): View {
  const { translate } = context;
  const id = `backendai-git-${++count}-`;
  const { list, space, body, graph, detail } = createFrame(translate);
  const elements = new Map<number, HTMLElement>();
  let history: History = { commits: [], layout: createLayout() };
  let reach: Int32Array | undefined;
  let isReversed = (context.options.gitgraph?.reverse ?? context.metadata.reverse) === true;
  let isMain = false;
  let hovered = -1;
  let selected = -1;
  let version = 0;
  let settle = (): void => {};

  const total = (): number => Math.max(0, history.layout.total);
  /** Between rows of the layout and places in the list, both ways. */
  const flip = (row: number): number => (isReversed ? total() - 1 - row : row);

  const classify = (row: number, element: HTMLElement): void => {
    const isOff = (filter.matches && !filter.matches[row]) || (isMain && history.layout.lines[row] !== 0);
    element.classList.toggle("backendai-git-off", !!isOff);
    element.ariaSelected = `${row === selected}`;
  };

  /** Draws rows at places `first` to before `end` of the list. */
  const draw = (first: number, end: number): void => {
    const { layout } = history;
    const done = isReversed && layout.rows < total() ? 0 : layout.rows;
    const last = Math.min(done, end);
    const [from, to] = isReversed ? [flip(last - 1), flip(first) + 1] : [first, last];
    for (const [row, element] of elements) {
      if (row >= from && row < to) continue;
      element.remove();
      elements.delete(row);
    }
    let above: Element = graph.element;
    for (let place = first; place < last; place++) {
      const row = flip(place);
      const element = elements.get(row) ?? createRow(history, row, id + row, translate);
      elements.set(row, element);
      // In visual order, for screen readers.
      if (above.nextSibling !== element) above.after(element);
      above = element;
      element.style.top = `${(place - first) * GIT_ROW_PX}px`;
      classify(row, element);
    }
    const line = hovered < 0 ? (isMain ? 0 : -1) : layout.lines[hovered]!;
    const room = Math.max(60, body.clientWidth * 0.4);
    const drawn = drawPaths(layout, from, Math.max(from, to), { reach, place: (row) => flip(row) - first, room, line });
    graph.paint(drawn, Math.max(0, last - first) * GIT_ROW_PX);
    body.style.setProperty("--backendai-git-width", `${drawn.width}px`);
    if (elements.has(selected)) list.setAttribute("aria-activedescendant", id + selected);
    else list.removeAttribute("aria-activedescendant");
  };
  const rows = createVirtualList({ list, space, body, row: GIT_ROW_PX }, total, draw, context.signal);

  const say = (): void => bar.say(statusOf(history.layout, translate, filter.matches && filter.count));

  const tell = (name: string, commit = commitAt(history, selected)): void =>
    context.emit(name, { oid: commit.oid, commit });
  const select = (row: number): void => {
    if (!(row >= 0 && row < history.layout.rows)) return;
    const isNew = row !== selected;
    selected = row;
    rows.reveal(flip(row));
    showDetail(detail, history, row, translate, (other) => select(other));
    rows.paint();
    if (isNew) tell("commit-select");
  };

  const filter = createFilter(
    context,
    () => history,
    () => {
      say();
      rows.paint();
    },
  );
  const bar = createFilterBar(translate, isReversed, {
    filter: filter.set,
    next: (step) => select(filter.next(selected, isReversed ? -step : step)),
    reverse(on) {
      isReversed = on;
      list.scrollTop = 0;
      rows.paint();
      if (selected >= 0) select(selected);
    },
    main(on) {
      isMain = on;
      rows.paint();
    },
  });

  const rowOf = (target: EventTarget | null): number => {
    const element = (target as Element).closest<HTMLElement>(".backendai-git-row");
    return element ? Number(element.id.slice(id.length)) : -1;
  };
  list.onclick = ({ target }) => {
    const row = rowOf(target);
    select(row);
    const element = target as HTMLElement;
    if (row < 0 || !element.matches(".backendai-git-hash")) return;
    void copyOrSelect(shortOf(commitAt(history, row).oid), element, () => bar.say(translate(messages.copied)));
  };
  list.ondblclick = ({ target }) => {
    if (rowOf(target) >= 0) tell("commit-open");
  };
  const hover = (row: number): void => {
    const { lines } = history.layout;
    if (lines[row] !== lines[hovered]) rows.schedulePaint();
    hovered = row;
  };
  list.onpointerover = ({ target }) => hover(rowOf(target));
  list.onpointerleave = () => hover(-1);
  list.onkeydown = (event) => {
    const row = goal(event, history, selected, { flip, page: rows.pageSize() });
    if (row !== undefined) select(row);
    else if (event.key === "Enter" && selected >= 0) tell("commit-open");
    else return;
    event.preventDefault();
  };

  /** Replaces the history that is shown; the scroll position and the selection stay. */
  const adopt = (fresh: History): void => {
    const offset = rows.offset();
    const top = Math.floor(offset / GIT_ROW_PX);
    const oidAt = (row: number): string | undefined =>
      row >= 0 && row < history.layout.rows ? commitAt(history, row).oid : undefined;
    const [seen, chosen] = [offset ? oidAt(flip(top)) : undefined, oidAt(selected)];
    history = fresh;
    reach = undefined;
    hovered = -1;
    filter.drop();
    const anchor = rowOfOid(fresh, seen);
    selected = rowOfOid(fresh, chosen);
    if (anchor >= 0) rows.scrollTo((flip(anchor) - top) * GIT_ROW_PX + offset);
    if (selected < 0) detail.hidden = true;
  };

  context.style(theme);
  context.style(buttonStyle);
  context.style(css);
  context.host.append(createElement("div", "git-history", bar.element, list, detail));
  printed(list, context, (_, most) => {
    const end = Math.min(total(), Math.floor(most / ROW_ELEMENTS), MAX_PRINTED_ROWS);
    draw(0, end);
    const whole = list.cloneNode(true) as HTMLElement;
    rows.paint();
    whole.classList.add("backendai-git-printed");
    whole.querySelector<HTMLElement>(".backendai-git-body")!.style.height = `${end * GIT_ROW_PX}px`;
    if (end < total()) whole.append(translate(messages.not_listed, { n: total() - end }));
    return whole;
  });

  const finish = (): void => {
    reach = reaches(history.layout);
    say();
    for (const element of elements.values()) element.remove();
    elements.clear();
    rows.paint();
    if (selected >= 0) showDetail(detail, history, selected, translate, (other) => select(other));
    filter.again();
  };

  return {
    show(data) {
      const call = ++version;
      const isFirst = history.layout.total < 0;
      if (!Array.isArray(data)) return Promise.reject(new Error("A git graph must be a list of commits"));
      const fresh: History = { commits: data, layout: createLayout() };
      // A newer call settles an older one.
      settle();
      return new Promise((resolve, reject) => {
        settle = resolve;
        let isShown = false;
        const begin = (): void => {
          if (!isFirst || isShown || fresh.layout.rows < FIRST_ROWS) return;
          isShown = true;
          adopt(fresh);
          rows.paint();
          resolve();
        };
        void runInTimeSlices(context, layOut(data, fresh.layout), () => call !== version, begin).then(() => {
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
    },
  };
}
