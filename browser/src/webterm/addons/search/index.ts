/** A search box for the terminal's text. */

import { SearchAddon, type ISearchOptions } from "@xterm/addon-search";
import type { Terminal } from "@xterm/xterm";
import type { Translate } from "../../../backendai-media.d.ts";
import { createButton, createElement } from "../../../shared/dom.ts";
import { icon } from "../../../shared/icon.ts";
import * as messages from "../../../shared/messages.ts";

const DECORATIONS = {
  matchBackground: "#7a5200",
  activeMatchBackground: "#c2410c",
  matchOverviewRuler: "#b98900",
  activeMatchColorOverviewRuler: "#c2410c",
};

export interface SearchBox {
  open(): void;
}

export function createSearch(terminal: Terminal, host: HTMLElement, text: Translate): SearchBox {
  const addon = new SearchAddon({ highlightLimit: 500 });
  const field = createElement("input");
  const count = createElement("output");
  const on = { caseSensitive: false, regex: false };
  terminal.loadAddon(addon);

  const find = (back = false, incremental = false): void => {
    const options: ISearchOptions = { ...on, incremental, decorations: DECORATIONS };
    try {
      // An empty query ends the search.
      if (back) addon.findPrevious(field.value, options);
      else addon.findNext(field.value, options);
      field.setCustomValidity("");
    } catch (error) {
      field.setCustomValidity(String(error));
    }
    if (!field.value) {
      addon.clearDecorations();
      count.value = "";
    }
  };
  const choice = (label: string, icon: string, name: keyof typeof on): HTMLButtonElement => {
    const made = createButton(
      "",
      label,
      () => {
        on[name] = !on[name];
        made.ariaPressed = `${on[name]}`;
        find(false, true);
      },
      icon,
    );
    made.ariaPressed = "false";
    return made;
  };
  const close = (): void => {
    addon.clearDecorations();
    box.hidden = true;
    terminal.focus();
  };
  const box = createElement(
    "div",
    "terminal-search",
    field,
    count,
    choice(text(messages.match_case), "Aa", "caseSensitive"),
    choice(text(messages.regular_expression), ".*", "regex"),
    createButton("", text(messages.previous), () => find(true), icon("up")),
    createButton("", text(messages.next), () => find(), icon("down")),
    createButton("", text(messages.close), close, icon("close")),
  );
  box.role = "search";
  field.type = "search";
  field.ariaLabel = field.placeholder = text(messages.search);
  field.spellcheck = false;
  field.oninput = () => find(false, true);
  box.onkeydown = (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === field) find(event.shiftKey);
    else return;
    event.preventDefault();
  };
  addon.onDidChangeResults(({ resultIndex, resultCount }) => {
    count.value = field.value ? `${resultCount ? resultIndex + 1 : 0} / ${resultCount}` : "";
  });
  host.append(box);
  return {
    open() {
      box.hidden = false;
      field.focus();
      field.select();
    },
  };
}
