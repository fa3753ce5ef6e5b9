/** One commit's row. */

import type { Context } from "../../backendai-media.d.ts";
import { createElement } from "../../shared/dom.ts";
import {
  agoOf,
  commitAt,
  dateOf,
  type History,
  nameOf,
  parentsOf,
  refsOf,
  shortOf,
  subjectOf,
  textOf,
} from "./history.ts";
import * as messages from "../../shared/messages.ts";

/** Badges of a row; more are counted. */
const MAX_BADGES = 2;
/** Parents that a screen reader names. */
const MAX_NAMED_PARENTS = 8;

export function createRow(history: History, row: number, id: string, translate: Context["translate"]): HTMLElement {
  const commit = commitAt(history, row);
  const refs = refsOf(commit);
  const badges = refs.slice(0, MAX_BADGES).map((ref) => {
    const [kind, name] = nameOf(ref);
    return createElement("span", `git-badge backendai-git-${kind || "ref"}`, `${name} `);
  });
  if (refs.length > MAX_BADGES) badges.push(createElement("span", "git-badge", `+${refs.length - MAX_BADGES} `));
  // Spaces separate the texts when copied or read out.
  const subject = createElement("span", "git-subject", ...badges, `${subjectOf(commit)} `);
  subject.title = [...refs.map((ref) => nameOf(ref)[1]).slice(0, 40), textOf(commit.message)].join("\n");
  const author = createElement("span", "git-author", `${textOf(commit.author)} `);
  author.title = textOf(commit.email);
  const date = dateOf(commit);
  const when = createElement("span", "git-date", date ? `${agoOf(date)} ` : "");
  // Formatting exact dates is slow: only on demand.
  when.onpointerenter = () => (when.title = date?.toLocaleString() ?? "");
  const hash = createElement("span", "git-hash", shortOf(commit.oid));
  hash.title = translate(messages.copy);
  const element = createElement("div", "git-row", subject, author, when, hash);
  element.id = id;
  element.role = "option";
  const parents = parentsOf(history, row).slice(0, MAX_NAMED_PARENTS);
  const ids = parents.map((parent) => ` ${shortOf(commitAt(history, parent).oid)}`);
  element.ariaLabel = element.textContent + (ids[0] ? ` ${translate(messages.parents)}${ids.join("")}` : "");
  element.ariaSetSize = `${history.layout.total}`;
  element.ariaPosInSet = `${row + 1}`;
  return element;
}
