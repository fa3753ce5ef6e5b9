/** What is shown in an item's place: a notice, or an excerpt of text that is too long to be sanitised without asking. */

import type { Translate } from "../../backendai-media.d.ts";
import { styleTools } from "./style.ts";
import { createButton } from "../../shared/dom.ts";
import { save } from "../../shared/copy-save.ts";
import { NOTICE_MAX_LABEL_UNITS, NOTICE_MAX_REASON_UNITS } from "../../shared/spec.ts";
import * as messages from "../../shared/messages.ts";

const asText = (raw: unknown): string => {
  try {
    return typeof raw === "string" ? raw : JSON.stringify(raw, null, 2);
  } catch (error) {
    return `${error}`;
  }
};

export function notice(host: HTMLElement, label: string, reason: string, raw: unknown, translate: Translate): void {
  const element = document.createElement("div");
  const name = document.createElement("b");
  const link = document.createElement("a");
  name.textContent = label.slice(0, NOTICE_MAX_LABEL_UNITS);
  // Static, so that it works in a saved page too; the type has the browser save it, whatever it holds.
  link.href = `data:application/octet-stream,${encodeURIComponent(`${asText(raw)}`.toWellFormed())}`;
  link.download = "output.txt";
  link.textContent = translate(messages.download);
  element.className = "backendai-notice";
  element.append(name, ` ${reason.slice(0, NOTICE_MAX_REASON_UNITS)} `, link);
  styleTools(host);
  host.replaceChildren(element);
}

/** UTF-16 units that are shown. */
const EXCERPT_UNITS = 20_000;

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
