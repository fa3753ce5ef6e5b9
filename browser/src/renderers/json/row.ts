/** One value's row. */

import type { Context } from "../../backendai-media.d.ts";
import { createElement } from "../../shared/dom.ts";
import { isBranch, MAX_KEY_UNITS, keysOf, kindOf, leafText, preview, sizeOf } from "./nodes.ts";
import { levelOf, type Row } from "./tree.ts";
import * as messages from "../../shared/messages.ts";

/** Characters of a string that are shown in its row. */
export const MAX_ROW_STRING_UNITS = 300;
/** Levels that are indented; deeper ones are not moved further. */
const MAX_INDENT_LEVELS = 30;

export const isShortened = (value: unknown): value is string =>
  typeof value === "string" && value.length > MAX_ROW_STRING_UNITS;

function valueParts(value: unknown, isOpen: boolean, translate: Context["translate"]): (Node | string)[] {
  if (isBranch(value)) {
    const size = sizeOf(value).toLocaleString();
    const count = createElement("span", "json-size", keysOf(value) ? `{${size}}` : `[${size}]`);
    return isOpen ? [count] : [count, " ", createElement("span", "json-preview", preview(value))];
  }
  const shown = isShortened(value)
    ? `${leafText(value.slice(0, MAX_ROW_STRING_UNITS)).slice(0, -1)}…`
    : leafText(value);
  const parts: (Node | string)[] = [createElement("span", `json-${kindOf(value)}`, shown)];
  // In front, as the text is cut off at the row's end.
  if (isShortened(value))
    parts.unshift(createElement("span", "json-all", translate(messages.show_all_characters, { n: value.length })), " ");
  return parts;
}

export function createRow(row: Row, id: string, isSelected: boolean, translate: Context["translate"]): HTMLElement {
  const { parent, at, value, branch } = row;
  const level = levelOf(row);
  const canOpen = isBranch(value) && sizeOf(value) > 0;
  const mark = createElement("span", "json-mark", canOpen ? (branch ? "▾" : "▸") : "");
  mark.ariaHidden = "true";
  const element = createElement("div", "json-row", mark);
  if (parent) {
    const key = parent.keys?.[at];
    const name = key === undefined ? `${at}` : key.length > MAX_KEY_UNITS ? `${key.slice(0, MAX_KEY_UNITS)}…` : key;
    element.append(createElement("span", key === undefined ? "json-index" : "json-key", name), ": ");
  }
  element.append(...valueParts(value, !!branch, translate));
  element.id = id;
  element.role = "treeitem";
  element.ariaLevel = `${level}`;
  element.ariaSetSize = `${parent?.size ?? 1}`;
  element.ariaPosInSet = `${at + 1}`;
  element.ariaSelected = `${isSelected}`;
  if (canOpen) element.ariaExpanded = `${!!branch}`;
  element.style.paddingInlineStart = `${Math.min(level - 1, MAX_INDENT_LEVELS) * 1.3}em`;
  return element;
}
