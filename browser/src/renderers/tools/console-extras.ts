/** What a console needs only occasionally: a fold for very long output, and announcements to screen readers. */

import type { Translate } from "../../backendai-media.d.ts";
import type { Block } from "../../shared/chunk-interfaces.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import { save } from "../../shared/copy-save.ts";
import { styleTools } from "./notices.ts";
import { CONSOLE_HEAD_BLOCKS } from "../../shared/spec.ts";
import * as messages from "../../shared/messages.ts";

/** Pieces that are gathered in memory before they become a blob, which lies outside the script's. */
const MAX_PIECES = 64;

/**
 * Takes blocks below the first ones out of the page, at least `excess` lines, into a file that can be saved; a mark in
 * their place shows how many are missing. Returns the number of lines taken.
 */
export function createFold(blocks: Block[], rest: () => string, translate: Translate): (excess: number) => number {
  const label = createElement("span");
  let parts: BlobPart[] = [];
  let folded = 0;
  const download = (): void => {
    const kept = blocks.map(({ packed }) => packed.text);
    save(
      "output.txt",
      new Blob([...kept.slice(0, CONSOLE_HEAD_BLOCKS), ...parts, ...kept.slice(CONSOLE_HEAD_BLOCKS), rest()]),
    );
  };
  const mark = createElement("div", "fold", label, " ", createButton("button", translate(messages.download), download));
  return (excess) => {
    const before = folded;
    while (folded - before < excess && blocks[CONSOLE_HEAD_BLOCKS]) {
      const [{ element, packed }] = blocks.splice(CONSOLE_HEAD_BLOCKS, 1) as [Block];
      if (mark.parentNode) element.remove();
      else element.replaceWith(mark);
      parts.push(packed.text);
      if (parts.length > MAX_PIECES) parts = [new Blob(parts)];
      folded += packed.count;
    }
    styleTools(mark);
    label.textContent = translate(messages.lines_hidden, { n: folded });
    return folded - before;
  };
}

/** Milliseconds between announcements to screen readers. */
const ANNOUNCE_INTERVAL_MS = 2000;
const MAX_SPOKEN_UNITS = 200;

/**
 * A polite live region that announces the newest line and the number of new ones, never thousands of lines. It stands
 * after the console: it is not part of the output's text. What it returns is called with the new text, piece by piece.
 */
export function createAnnouncer(root: Element, translate: Translate, signal: AbortSignal): (text: string) => void {
  const status = createElement("div", "status");
  let news = 0;
  let newest = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  status.role = "status";
  styleTools(root);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    status.remove();
  });

  const speak = (): void => {
    const line = newest.slice(0, MAX_SPOKEN_UNITS);
    status.textContent = news > 2 ? `${translate(messages.new_lines, { n: news })}: ${line}` : line;
    news = 0;
    timer = setTimeout(() => {
      status.remove();
      status.textContent = "";
      timer = news ? setTimeout(speak, ANNOUNCE_INTERVAL_MS) : undefined;
    }, ANNOUNCE_INTERVAL_MS);
  };
  return (text) => {
    const lines = text.split("\n").filter((line) => line.trim());
    news += lines.length;
    newest = lines.at(-1)?.replace(/\x1b\[[0-?]*[ -/]*[@-~]|[\0-\x1f]/g, "") ?? newest;
    if (!status.parentNode) root.after(status);
    timer ??= setTimeout(speak, ANNOUNCE_INTERVAL_MS);
  };
}
