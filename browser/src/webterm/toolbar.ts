/** The terminal's toolbar, shown on hover and focus. */

import type { Translate, Message } from "../backendai-media.d.ts";
import { createButton, createElement } from "../shared/dom.ts";
import { icon, type Icon } from "../shared/icon.ts";
import * as messages from "../shared/messages.ts";

export interface Tool {
  name: Message;
  icon: Icon;
  act(): void;
  /** The current state of a switch. */
  isOn?(): boolean;
  /** Hidden if this returns `false`. */
  isNeeded?(): boolean;
}

export interface Toolbar {
  readonly element: HTMLElement;
  refresh(): void;
  focus(): void;
}

/** A toolbar after ARIA's authoring practices: one tab stop, arrow keys inside. */
export function createToolbar(text: Translate, tools: readonly Tool[], leave: () => void): Toolbar {
  const element = createElement("div", "terminal-bar");
  const handle = createButton(
    "",
    text(messages.terminal_tools),
    () => {
      element.toggleAttribute("data-open");
      refresh();
    },
    icon("more"),
  );
  const buttons = tools.map((tool) => {
    const made = createButton(
      "",
      text(tool.name),
      () => {
        tool.act();
        refresh();
      },
      icon(tool.icon),
    );
    made.dataset["tool"] = tool.name[0];
    return made;
  });
  const all = [...buttons, handle];
  function refresh(): void {
    tools.forEach(({ isOn, isNeeded }, index) => {
      const made = buttons[index]!;
      made.hidden = isNeeded?.() === false;
      if (isOn) made.ariaPressed = `${isOn()}`;
    });
    handle.ariaExpanded = `${element.hasAttribute("data-open")}`;
  }
  const stop = (target: HTMLElement): void => all.forEach((each) => (each.tabIndex = each === target ? 0 : -1));

  element.role = "toolbar";
  element.ariaLabel = text(messages.terminal_tools);
  element.append(...all);
  element.onfocus = refresh;
  element.onpointerenter = refresh;
  element.onkeydown = ({ key }) => {
    const shown = all.filter((each) => !each.hidden);
    const at = shown.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[key];
    if (key === "Escape") leave();
    if (to === undefined) return;
    const target = shown.at(to % shown.length)!;
    stop(target);
    target.focus();
  };
  stop(handle);
  refresh();
  return {
    element,
    refresh,
    focus() {
      element.setAttribute("data-open", "");
      refresh();
      const first = buttons.find((each) => !each.hidden)!;
      stop(first);
      first.focus();
    },
  };
}
