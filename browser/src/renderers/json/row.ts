/** One value's row. */

import type { Context } from "../../backendai-media.d.ts";
import { createElement } from "../../shared/dom.ts";
import { isBranch, MAX_KEY_UNITS, keysOf, kindOf, leafText, preview, sizeOf } from "./nodes.ts";
import { createTree, levelOf, type Row } from "./tree.ts";
import * as messages from "../../shared/messages.ts";

/** Characters of a string that are shown in its row. */
export const MAX_ROW_STRING_UNITS = 300;
/** Levels that are indented; deeper ones are not moved further. */
const MAX_INDENT_LEVELS = 30;

export const isShortened = (value: unknown): value is string =>
  typeof value === "string" && value.length > MAX_ROW_STRING_UNITS;

function valueParts(value: unknown, isOpen: boolean, translate: Context["translate"]): (Node | string)[] {
  if (isBranch(value)) {
    const count = sizeOf(value).toLocaleString();
    const size = createElement("span", "json-size", keysOf(value) ? `{${count}}` : `[${count}]`);
    return isOpen ? [size] : [size, " ", createElement("span", "json-preview", preview(value))];
  }
  if (!isShortened(value)) return [leaf(value, leafText(value))];
  const shown = `${leafText(value.slice(0, MAX_ROW_STRING_UNITS)).slice(0, -1)}…`;
  // In front, as the text is cut off at the row's end.
  const all = createElement("span", "json-all", translate(messages.show_all_characters, { n: value.length }));
  return [all, " ", leaf(value, shown)];
}

const leaf = (value: unknown, text: string): HTMLElement => createElement("span", `json-${kindOf(value)}`, text);

function labelOf({ parent, at }: Row): (Node | string)[] {
  if (!parent) return [];
  const key = parent.keys?.[at];
  const name = key === undefined ? `${at}` : key.length > MAX_KEY_UNITS ? `${key.slice(0, MAX_KEY_UNITS)}…` : key;
  return [createElement("span", key === undefined ? "json-index" : "json-key", name), ": "];
}

const indent = (element: HTMLElement, row: Row): void => {
  element.style.paddingInlineStart = `${Math.min(levelOf(row) - 1, MAX_INDENT_LEVELS) * 1.3}em`;
};

export function createRow(row: Row, id: string, isSelected: boolean, translate: Context["translate"]): HTMLElement {
  const { parent, at, value, branch } = row;
  const canOpen = isBranch(value) && sizeOf(value) > 0;
  const mark = createElement("span", "json-mark", canOpen ? (branch ? "▾" : "▸") : "");
  mark.ariaHidden = "true";
  const element = createElement("div", "json-row", mark, ...labelOf(row), ...valueParts(value, !!branch, translate));
  element.id = id;
  element.role = "treeitem";
  element.ariaLevel = `${levelOf(row)}`;
  element.ariaSetSize = `${parent?.size ?? 1}`;
  element.ariaPosInSet = `${at + 1}`;
  element.ariaSelected = `${isSelected}`;
  if (canOpen) element.ariaExpanded = `${!!branch}`;
  indent(element, row);
  return element;
}

/** Values that are on paper, and characters of a string. */
const MAX_PRINTED_ROWS = 5_000;
const MAX_PRINTED_UNITS = 20_000;
/** Elements of a row. */
const ROW_ELEMENTS = 3;

/** All of a value, opened, for paper and files: nothing in it can be operated. */
export function printedTree(root: unknown, translate: Context["translate"], most: number): HTMLElement {
  const tree = createTree(root);
  const made = createElement("div", "data-mono backendai-json-printed");
  const rows = Math.max(1, Math.min(MAX_PRINTED_ROWS, most / ROW_ELEMENTS));
  for (let place = 0; place < Math.min(rows, tree.count()); place++) {
    const row = tree.row(place);
    const { value } = row;
    tree.toggle(row, true);
    const isLong = typeof value === "string" && value.length > MAX_PRINTED_UNITS;
    const shown = isBranch(value)
      ? valueParts(value, true, translate)
      : [leaf(value, isLong ? `${leafText(value.slice(0, MAX_PRINTED_UNITS)).slice(0, -1)}…` : leafText(value))];
    const element = createElement("div", "json-line", ...labelOf(row), ...shown);
    indent(element, row);
    made.append(element);
  }
  const left = tree.count() - made.childElementCount;
  if (left) made.append(createElement("div", "json-size", translate(messages.not_listed, { n: left })));
  return made;
}
