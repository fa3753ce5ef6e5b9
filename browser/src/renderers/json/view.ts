/** A JSON value as a tree; only rows near the viewport are in the page. */

import type { Context, Message } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import { createButton, createElement, longText } from "../../shared/dom.ts";
import { copyText } from "../../shared/copy-save.ts";
import { printed, createVirtualList } from "../../shared/virtual-list.ts";
import buttonStyle from "../../shared/button.css";
import panelStyle from "../../shared/panel.css";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { createSearchBar } from "./search-bar.ts";
import { pressed } from "./keys.ts";
import { isBranch, pathText, sizeOf, write } from "./nodes.ts";
import { isShortened, createRow, printedTree } from "./row.ts";
import type { Path } from "./search.ts";
import css from "./style.css";
import { createTree, openSome, pathOf, type Row } from "./tree.ts";
import * as messages from "../../shared/messages.ts";

/** Pixels of a row; levels that are open initially, up to a number of rows. */
const ROW_PX = 22;
const OPEN_LEVELS = 3;
const MAX_OPEN_ROWS = 24;

let count = 0;

export interface View {
  /** Call when more of the value was parsed. */
  grow(): void;
}

export function createView(value: unknown, context: Context): View {
  const { translate } = context;
  const id = `backendai-json-${++count}-`;
  const tree = createTree(value);
  const body = createElement("div", "data-body");
  const space = createElement("div", "data-space", body);
  const list = createElement("div", "data-list backendai-data-mono", space);
  const detail = createElement("div", "data-detail");
  let selected = -1;
  let isWhole = false;

  const rows = createVirtualList(
    { list, space, body, row: ROW_PX },
    tree.count,
    (first, last) => {
      const rows = [];
      for (let place = first; place < last; place++)
        rows.push(createRow(tree.row(place), id + place, place === selected, translate));
      body.replaceChildren(...rows);
      if (selected >= first && selected < last) list.setAttribute("aria-activedescendant", id + selected);
      else list.removeAttribute("aria-activedescendant");
    },
    context.signal,
  );

  /** The text that a value is copied as: a string itself, anything else as JSON. */
  const wholeText = async (of: unknown): Promise<string> => {
    if (typeof of === "string") return of;
    const pieces: string[] = [];
    function* gather(): Generator<void, void> {
      for (const piece of write(of)) if (pieces.push(piece) % 500 === 0) yield;
    }
    await runInTimeSlices(context, gather(), () => false);
    return pieces.join("");
  };
  const showDetail = (row: Row): void => {
    const path = createElement("span", "data-path", pathText(pathOf(row)));
    const copying = (name: Message, what: () => string | Promise<string>): HTMLElement => {
      const made = createButton(
        "button",
        translate(name),
        () => void copyText(what()).then((ok) => (made.textContent = translate(ok ? messages.copied : name))),
      );
      return made;
    };
    detail.replaceChildren(
      path,
      copying(messages.copy_path, () => path.textContent!),
      copying(messages.copy_value, () => wholeText(row.value)),
    );
    if (isWhole && isShortened(row.value)) detail.append(longText(row.value));
    detail.hidden = false;
  };
  const select = (place: number): void => {
    const row = tree.row(place);
    if (place !== selected) isWhole = false;
    selected = place;
    rows.paint();
    rows.reveal(place);
    rows.paint();
    showDetail(row);
  };
  const showAll = (place: number): void => {
    isWhole = place !== selected || !isWhole;
    selected = place;
    select(place);
  };
  /** Opens all that a found value is in, and selects it. */
  const go = (way: Path): void => {
    const path: number[] = [];
    for (let step: Path | undefined = way; step; step = step.up) path.push(step.at);
    let row = tree.root();
    for (const at of isBranch(value) ? path.reverse() : []) {
      tree.toggle(row, true);
      const branch = row.parent ? row.parent.open.get(row.at)! : tree.root().branch!;
      row = tree.child(branch, at);
    }
    select(tree.place(row));
  };

  list.onclick = ({ target, altKey }) => {
    const element = (target as Element).closest<HTMLElement>(".backendai-json-row");
    if (!element) return;
    const place = Number(element.id.slice(id.length));
    const row = tree.row(place);
    if ((target as Element).matches(".backendai-json-all")) return showAll(place);
    // A double click selects a word, and a marked text stays.
    if (isBranch(row.value) && !getSelection()?.toString()) {
      tree.toggle(row, !row.branch);
      if (altKey) for (let i = 0; i < Math.min(1000, sizeOf(row.value)); i++) openChild(row, i);
    }
    select(place);
  };
  const openChild = (row: Row, at: number): void => {
    const branch = row.parent ? row.parent.open.get(row.at) : tree.root().branch;
    if (branch) tree.toggle(tree.child(branch, at), true);
  };
  list.onkeydown = (event) => {
    const place = pressed(event, tree, selected, rows.pageSize());
    if (place !== undefined) select(place);
    else if (event.key === "Enter" && selected >= 0 && isShortened(tree.row(selected).value)) showAll(selected);
    else return;
    event.preventDefault();
  };
  list.oncopy = (event) => {
    if (selected < 0 || getSelection()?.toString()) return;
    event.preventDefault();
    const of = tree.row(selected).value;
    if (isBranch(of) && sizeOf(of) > 1000) void copyText(wholeText(of));
    else event.clipboardData?.setData("text/plain", typeof of === "string" ? of : [...write(of)].join(""));
  };

  const start = (): void => openSome(tree, OPEN_LEVELS, MAX_OPEN_ROWS);
  const frame = createElement("div", "data");
  /** Small values that show completely get no frame or search. */
  const dress = (): void => {
    if (frame.childElementCount > 2) return;
    let isSmall = tree.count() <= MAX_OPEN_ROWS;
    for (let place = 0; isSmall && place < tree.count(); place++) {
      const row = tree.row(place);
      isSmall = !isBranch(row.value) || !!row.branch || !sizeOf(row.value);
    }
    if (isSmall) return;
    frame.classList.add("backendai-data-frame");
    frame.prepend(createSearchBar(context, () => value, go));
  };

  list.tabIndex = 0;
  list.role = "tree";
  list.ariaLabel = context.type;
  space.role = body.role = "presentation";
  detail.hidden = true;
  context.style(theme);
  context.style(buttonStyle);
  context.style(panelStyle);
  context.style(css);
  start();
  frame.append(list, detail);
  dress();
  context.host.append(frame);
  printed(frame, context, (_, most) => printedTree(value, translate, most));
  rows.paint();

  return {
    grow() {
      tree.grow();
      if (selected < 0 && tree.count() < MAX_OPEN_ROWS) start();
      dress();
      // The row of what grew may have moved below the one that is selected.
      rows.paint();
    },
  };
}
