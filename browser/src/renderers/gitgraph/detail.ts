/** What is below the list: the selected commit, and ways from it to its parents and children. */

import type { Context, Message } from "../../backendai-media.d.ts";
import { button, copy, make } from "./dom.ts";
import { childrenOf, commitAt, dateOf, type History, parentsOf, shortOf, subjectOf, textOf } from "./history.ts";

/** Relatives that are named; more are counted. */
const MOST = 4;

export function showDetail(
  place: HTMLElement,
  history: History,
  row: number,
  text: Context["text"],
  jump: (row: number) => void,
): void {
  const commit = commitAt(history, row);
  const { layout } = history;
  const oid = make("code", "oid", textOf(commit.oid));
  const copying = button(text("Copy"), () => copy(commit.oid, oid, () => (copying.textContent = text("Copied"))));
  const email = textOf(commit.email);
  const who = `${textOf(commit.author)}${email && ` <${email}>`}`;
  const about = make("div", "about", [who, dateOf(commit)?.toLocaleString()].filter(Boolean).join(", "));

  const relatives = (title: Message, rows: number[], lost: string[]): HTMLElement | "" => {
    const count = rows.length + lost.length;
    if (!count) return "";
    const found = rows.slice(0, MOST).map((other) => {
      const commit = commitAt(history, other);
      const made = button(shortOf(commit.oid), () => jump(other));
      made.title = subjectOf(commit);
      return made;
    });
    const gone = lost.slice(0, MOST - found.length).map((id) => make("code", "lost", shortOf(id)));
    const more = count > found.length + gone.length ? [`+${count - found.length - gone.length}`] : [];
    return make("span", "relatives", `${text(title)} `, ...found, ...gone, ...more);
  };
  const lost = layout.dangling.filter(([child]) => child === row).map(([, id]) => id);
  place.replaceChildren(
    make("div", "about", oid, copying),
    about,
    make(
      "div",
      "about",
      relatives("Parents", parentsOf(history, row), lost),
      relatives("Children", childrenOf(history, row), []),
    ),
  );
  place.hidden = false;
}
