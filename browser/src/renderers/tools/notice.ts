/** A labelled line in an item's place: what it is, what is wrong, and a link that saves the raw data. */

import { type Messages, toolsMessages } from "../../core/messages.ts";

const asText = (raw: unknown): string => {
  try {
    return typeof raw === "string" ? raw : JSON.stringify(raw, null, 2);
  } catch (error) {
    return `${error}`;
  }
};

export function notice(host: HTMLElement, label: string, reason: string, raw: unknown, messages: Messages): void {
  const name = document.createElement("b");
  name.textContent = label.slice(0, 99);
  const link = document.createElement("a");
  // Static, so that it works in a saved page too; the type has the browser save it, whatever it holds.
  link.href = `data:application/octet-stream,${encodeURIComponent(`${asText(raw)}`.toWellFormed())}`;
  link.download = "output.txt";
  link.textContent = messages.download ?? toolsMessages.download;
  host.className = "backendai-item backendai-notice";
  host.replaceChildren(name, ` ${reason} `, link);
}
