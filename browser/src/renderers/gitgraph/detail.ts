/** The panel below the list: the selected commit, with links to its parents and children. */

import type { Context, Message } from "../../backendai-media.d.ts";
import { copyText } from "../../shared/copy-save.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import { childrenOf, commitAt, dateOf, type History, parentsOf, shortOf, subjectOf, textOf } from "./history.ts";
import * as messages from "../../shared/messages.ts";

/** Copies a text, or selects it for the user if the page may not copy. */
export async function copyOrSelect(text: string, element: Element, done: () => void): Promise<void> {
  if (await copyText(text)) done();
  else getSelection()?.selectAllChildren(element);
}

/** Relatives that are named; more are counted. */
const MAX_NAMED_RELATIVES = 4;

export function showDetail(
  place: HTMLElement,
  history: History,
  row: number,
  translate: Context["translate"],
  jump: (row: number) => void,
): void {
  const commit = commitAt(history, row);
  const { layout } = history;
  const oid = createElement("code", "git-oid", textOf(commit.oid));
  const copying = createButton(
    "button",
    translate(messages.copy),
    () => void copyOrSelect(commit.oid, oid, () => (copying.textContent = translate(messages.copied))),
  );
  const email = textOf(commit.email);
  const who = `${textOf(commit.author)}${email && ` <${email}>`}`;
  const about = createElement("div", "git-about", [who, dateOf(commit)?.toLocaleString()].filter(Boolean).join(", "));

  const relatives = (title: Message, rows: number[], lost: string[]): HTMLElement | "" => {
    const count = rows.length + lost.length;
    if (!count) return "";
    const found = rows.slice(0, MAX_NAMED_RELATIVES).map((other) => {
      const commit = commitAt(history, other);
      const made = createButton("button", shortOf(commit.oid), () => jump(other));
      made.title = subjectOf(commit);
      return made;
    });
    const gone = lost
      .slice(0, MAX_NAMED_RELATIVES - found.length)
      .map((id) => createElement("code", "git-lost", shortOf(id)));
    const more = count > found.length + gone.length ? [`+${count - found.length - gone.length}`] : [];
    return createElement("span", "git-relatives", `${translate(title)} `, ...found, ...gone, ...more);
  };
  const lost = layout.dangling.filter(([child]) => child === row).map(([, id]) => id);
  place.replaceChildren(
    createElement("div", "git-about", oid, copying),
    about,
    createElement(
      "div",
      "git-about",
      relatives(messages.parents, parentsOf(history, row), lost),
      relatives(messages.children, childrenOf(history, row), []),
    ),
  );
  place.hidden = false;
}
