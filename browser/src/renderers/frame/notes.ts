/** Short notes in a frame's item: what was left out and why. */

import type { Context } from "../../backendai-media.d.ts";
import { parseUrl } from "../../shared/text.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";

/** UTF-16 units of an address that is opened, and blocked addresses that are reported. */
const MAX_ADDRESS_UNITS = 2000;
const MAX_REPORTED_ADDRESSES = 5;

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

/** Opens what a person pressed in a frame. Scripts of an output could choose the moment: then the address is shown. */
export function follow(element: Element, href: string, isTrusted: boolean): void {
  const url = parseUrl(href);
  if (!url || !/^(https?|mailto):$/.test(url.protocol) || url.href.length > MAX_ADDRESS_UNITS) return;
  const link = createLink(url.href);
  if (isTrusted && navigator.userActivation?.isActive) link.click();
  else say(element, "link", link);
}

/** Returns what names the hosts that were blocked. */
export function createBlockedNote(element: Element, { translate }: Context): (given: string) => void {
  const told = new Set<string>();
  return (given) => {
    const name = (parseUrl(given)?.host || given).slice(0, 200);
    if (told.has(name) || told.size >= MAX_REPORTED_ADDRESSES) return;
    told.add(name);
    say(element, "blocked", translate(messages.blocked_by_page, { host: [...told].join(", ") }));
  };
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

export function showWidget(data: unknown, { host, translate, metadata }: Context): void {
  const id = (data as { model_id?: unknown } | null)?.model_id;
  const plain = metadata["text/plain"];
  const line = say(host, "widget", translate(messages.widget_needs_kernel));
  if (typeof id === "string") line.append(` (${id.slice(0, 100)})`);
  if (typeof plain !== "string") return;
  const shown = document.createElement("pre");
  shown.textContent = plain;
  line.append(shown);
}
