/** A long text in a box that scrolls; more of it comes as it is scrolled. */

import { createElement } from "./dom.ts";

/** UTF-16 units that are added at a time. */
const PIECE = 20_000;

export function longText(text: string): HTMLElement {
  const element = createElement("pre", "data-text");
  let at = 0;
  const more = (): void => {
    if (at >= text.length || element.scrollTop + 2 * element.clientHeight < element.scrollHeight) return;
    element.append(text.slice(at, (at += PIECE)));
  };
  element.tabIndex = 0;
  element.role = "textbox";
  element.ariaReadOnly = "true";
  element.ariaMultiLine = "true";
  element.onscroll = more;
  element.append(text.slice(0, (at = PIECE)));
  return element;
}
