/** What is shown in an item's place: a notice, or an excerpt of text that is too long to be sanitised without asking. */

import type { Translate } from "../../backendai-media.d.ts";
import type { InvalidItem } from "../../shared/items.ts";
import { createButton, adopt } from "../../shared/dom.ts";
import { save } from "../../shared/copy-save.ts";
import { NOTICE_MAX_LABEL_UNITS, NOTICE_MAX_REASON_UNITS } from "../../shared/spec.ts";
import { nestedBeyond } from "../../shared/text.ts";
import * as messages from "../../shared/messages.ts";
import buttonStyle from "../../shared/button.css";
import theme from "../../shared/theme.css";
import css from "./style.css";

/** Adopts the tools' style sheet where `element` is. */
export function styleTools(element: Element): void {
  adopt(theme, element);
  adopt(buttonStyle, element);
  adopt(css, element);
}

const FILE_NAME = "output.txt";

/** Levels of JSON that are indented: the indentation of deeper ones would be longer than all they hold. */
const MAX_INDENTED_LEVELS = 32;

/** JSON, indented unless it is deep. */
function jsonOf(raw: unknown): string {
  const json = JSON.stringify(raw);
  return nestedBeyond(json, MAX_INDENTED_LEVELS) < 0 ? JSON.stringify(raw, null, 2) : json;
}

const asText = (raw: unknown): string => {
  try {
    return typeof raw === "string" ? raw : jsonOf(raw);
  } catch (error) {
    return `${error}`;
  }
};

/** UTF-16 units, and values, of raw data that a notice's link holds; more of it is written when it is asked for. */
const MAX_LINKED = 100_000;

/** Notices whose links hold the same data: what a thousand parts were made of is not written a thousand times. */
const MAX_SHARED = 8;
const shared = new WeakMap<object, number>();

/** Whether a value is that small, found out in as many steps. */
function isSmall(raw: unknown): boolean {
  const values = [raw];
  let count = 0;
  if (raw instanceof Object) {
    const times = shared.get(raw) ?? 0;
    if (times >= MAX_SHARED) return false;
    shared.set(raw, times + 1);
  }
  while (values.length) {
    const value = values.pop();
    count += typeof value === "string" ? value.length : 1;
    if (typeof value !== "object" || value === null) continue;
    // The names of all its elements would be made first.
    if (Array.isArray(value) && value.length > MAX_LINKED) return false;
    for (const key in value) {
      count += key.length;
      if (count > MAX_LINKED) return false;
      values.push((value as Record<string, unknown>)[key]);
    }
  }
  return count <= MAX_LINKED;
}

/** A link that saves raw data as it came. */
function createDownload(raw: unknown, translate: Translate): HTMLAnchorElement {
  const link = document.createElement("a");
  link.textContent = translate(messages.download);
  link.download = FILE_NAME;
  // Static, so that it works in a saved page too; the type has the browser save it, whatever it holds.
  if (isSmall(raw)) link.href = `data:application/octet-stream,${encodeURIComponent(`${asText(raw)}`.toWellFormed())}`;
  else {
    link.href = "#";
    link.onclick = (event) => {
      event.preventDefault();
      save(FILE_NAME, `${asText(raw)}`);
    };
  }
  return link;
}

/** UTF-16 units of a text that are shown. */
const EXCERPT_UNITS = 20_000;

/** What needs no renderer to be read. */
const PLAIN = /^(stdout|stderr|text\/plain)$/;

/** In place of what does not show; of an `invalid` item, what it was read from is saved. */
export function notice(host: HTMLElement, label: string, reason: string, data: unknown, translate: Translate): void {
  const item = Object(data) as Partial<InvalidItem>;
  const raw = label === "invalid" && item.kind === label ? item.raw : data;
  // As the text that it replaces had it.
  host.style.whiteSpace = "";
  const element = document.createElement("div");
  const name = document.createElement("b");
  name.textContent = label.slice(0, NOTICE_MAX_LABEL_UNITS);
  element.className = "backendai-notice";
  element.append(name, ` ${reason.slice(0, NOTICE_MAX_REASON_UNITS)} `, createDownload(raw, translate));
  styleTools(host);
  host.replaceChildren(element);
  if (!PLAIN.test(label) || typeof raw !== "string") return;
  const text = document.createElement("pre");
  text.textContent = raw.slice(0, EXCERPT_UNITS);
  host.append(text);
}

export function showLong(
  root: ShadowRoot | HTMLElement,
  text: string,
  translate: Translate,
  sanitize: () => void,
  kind: "HTML" | "Markdown" = "HTML",
): void {
  const isHtml = kind === "HTML";
  const excerpt = document.createElement("pre");
  excerpt.textContent = text.slice(0, EXCERPT_UNITS);
  root.replaceChildren(
    translate(isHtml ? messages.long_html : messages.long_markdown, { n: text.length }),
    " ",
    createButton("button", translate(isHtml ? messages.show_as_html : messages.show_as_markdown), sanitize),
    " ",
    createButton("button", translate(messages.download), () => save(isHtml ? "output.html" : "output.md", text)),
    excerpt,
  );
}
