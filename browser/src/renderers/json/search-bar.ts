/** The bar above the tree: a search field and the number of matches. */

import type { Context } from "../../backendai-media.d.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { search, type Path } from "./search.ts";
import * as messages from "../../shared/messages.ts";

/** Milliseconds from the last keystroke until the search starts. */
const INPUT_DELAY_MS = 150;

export function createSearchBar(context: Context, root: () => unknown, go: (way: Path) => void): HTMLElement {
  const { translate } = context;
  const input = createElement("input", "json-search");
  const status = createElement("span", "data-status");
  let found: Path[] = [];
  let current = -1;
  let version = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const say = (): void => {
    status.textContent = input.value ? translate(messages.match_of, { n: current + 1, m: found.length }) : "";
  };
  const step = (by: number): void => {
    if (!found.length) return;
    current = (current + by + found.length) % found.length;
    go(found[current]!);
    say();
  };
  const look = (): void => {
    const call = ++version;
    const query = input.value;
    found = [];
    current = -1;
    say();
    if (!query) return;
    const first = (): void => {
      if (found.length && current < 0) step(1);
      else say();
    };
    void runInTimeSlices(context, search(root(), query, found), () => call !== version, first).then(first);
  };
  input.type = "search";
  input.placeholder = input.ariaLabel = translate(messages.search);
  input.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(look, INPUT_DELAY_MS);
  };
  input.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  };
  status.role = "status";
  const bar = createElement("div", "data-bar", input);
  for (const [mark, name, by] of [
    ["↑", messages.previous, -1],
    ["↓", messages.next, 1],
  ] as const) {
    const made = createButton("button", mark, () => step(by));
    made.title = made.ariaLabel = translate(name);
    bar.append(made);
  }
  bar.append(status);
  return bar;
}
