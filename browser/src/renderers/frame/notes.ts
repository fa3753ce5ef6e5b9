/** Short notes in a frame's item: what was left out and why. */

import type { Context } from "../../backendai-media.d.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";

const TOPIC_ATTRIBUTE = "data-about";

/** Shows a note at the top of `element`, replacing the previous one on the same topic. */
export function say(element: Element, about: string, ...content: (Node | string)[]): HTMLElement {
  const line = document.createElement("div");
  line.className = "backendai-aside";
  line.setAttribute(TOPIC_ATTRIBUTE, about);
  line.append(...content);
  element.querySelector(`:scope > [${TOPIC_ATTRIBUTE}="${about}"]`)?.remove();
  element.prepend(line);
  return line;
}

export function createLink(address: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = link.textContent = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/** A text that opens on request. */
export function createFold(title: string, text: string): HTMLElement {
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  const source = document.createElement("pre");
  summary.textContent = title;
  source.textContent = text;
  fold.append(summary, source);
  return fold;
}

/** Says above a text why it stands for HTML. */
export function explainText(context: Context): void {
  // The page may rank it higher.
  if (context.type !== "text/plain" || context.options.rank) return;
  context.style(css);
  say(context.host, "scripts", context.translate(messages.scripts_removed));
}
