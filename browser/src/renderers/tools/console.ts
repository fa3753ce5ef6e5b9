/** What a console needs only at times: a fold for very long output, and a voice for screen readers. */

import type { Translate } from "../../core/messages.ts";
import { save } from "../../core/save.ts";
import { styleTools } from "./style.ts";

/** Pieces that are gathered in memory before they become a blob, which lies outside the script's. */
const PIECES = 64;

/** Puts a mark before `before` that says how many lines are missing there, and saves `all` of them. */
export function makeFold(before: Element, translate: Translate, all: (folded: BlobPart[]) => BlobPart[]): (text: string, lines: number) => void {
  const mark = document.createElement("div");
  const label = document.createElement("span");
  const button = document.createElement("button");
  let parts: BlobPart[] = [];
  let count = 0;
  mark.className = "backendai-fold";
  button.type = "button";
  button.textContent = translate("Download");
  button.onclick = () => save("output.txt", new Blob(all(parts)));
  mark.append(label, " ", button);
  styleTools(before);
  before.before(mark);
  return (text, lines) => {
    parts.push(text);
    if (parts.length > PIECES) parts = [new Blob(parts)];
    count += lines;
    label.textContent = translate("{n} lines are folded here").replace("{n}", count.toLocaleString());
  };
}

/** Milliseconds between what a screen reader is told. */
const QUIET = 2000;
const SPOKEN = 200;

/** A polite live region that is told the newest line and how many there are, never ten thousand of them. */
export function makeAnnouncer(root: Element, translate: Translate, signal: AbortSignal): (text: string) => void {
  const status = document.createElement("div");
  let news = 0;
  let newest = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  status.className = "backendai-status";
  status.role = "status";
  styleTools(root);
  signal.addEventListener("abort", () => clearTimeout(timer));

  const speak = (): void => {
    const line = newest.slice(0, SPOKEN);
    status.textContent = news > 2 ? `${translate("{n} new lines").replace("{n}", `${news}`)}: ${line}` : line;
    news = 0;
    timer = setTimeout(() => {
      // It is no part of the output's text.
      status.remove();
      status.textContent = "";
      timer = news ? setTimeout(speak, QUIET) : undefined;
    }, QUIET);
  };
  return (text) => {
    const lines = text.split("\n").filter((line) => line.trim());
    news += lines.length;
    newest = lines.at(-1)?.replace(/\x1b\[[0-?]*[ -/]*[@-~]|[\0-\x1f]/g, "") ?? newest;
    if (!status.parentNode) root.append(status);
    timer ??= setTimeout(speak, QUIET);
  };
}
