/** The bar above the list: the filter, two switches, and a status line. */

import type { Context, Message } from "../../backendai-media.d.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import type { Layout } from "./layout.ts";
import * as messages from "../../shared/messages.ts";

export interface FilterBar {
  readonly element: HTMLElement;
  say(text: string): void;
}

export function createFilterBar(
  translate: Context["translate"],
  isReversed: boolean,
  act: {
    filter(query: string): void;
    /** Goes to the next match, or back. */
    next(step: number): void;
    reverse(on: boolean): void;
    main(on: boolean): void;
  },
): FilterBar {
  const input = createElement("input", "git-filter");
  input.type = "search";
  input.placeholder = input.ariaLabel = translate(messages.filter);
  input.title = "author:… branch:…";
  input.oninput = () => act.filter(input.value);
  input.onkeydown = (event) => {
    if (event.key === "Enter") act.next(event.shiftKey ? -1 : 1);
  };
  const toggle = (name: Message, on: boolean, set: (on: boolean) => void): HTMLElement => {
    const made = createButton("button", translate(name), () => {
      made.ariaPressed = `${made.ariaPressed !== "true"}`;
      set(made.ariaPressed === "true");
    });
    made.ariaPressed = `${on}`;
    return made;
  };
  const status = createElement("span", "git-status");
  status.role = "status";
  const main = toggle(messages.first_parents, false, act.main);
  const reverse = toggle(messages.oldest_first, isReversed, act.reverse);
  return {
    element: createElement("div", "git-bar", input, main, reverse, status),
    say: (said) => (status.textContent = said),
  };
}

/** How many commits there are, or were `found`, and what was left out. */
export function statusOf({ total, problems }: Layout, translate: Context["translate"], found = total): string {
  const said = total ? translate(messages.commits_of, { n: found, m: total }) : translate(messages.no_commits);
  if (!problems.length) return said;
  return `${said}, ${translate(messages.malformed_commits, { n: problems.length })}`;
}
