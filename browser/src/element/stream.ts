/** Writes to a `<backendai-output>` that may come later, be taken away and come again: what components do. */

import type { OutputArea, OutputElement, OutputStream } from "../backendai-media.d.ts";

export function createStream(): OutputStream {
  let element: OutputElement | null = null;
  let area: OutputArea | undefined;
  let isContinued = false;
  const waiting: ((area: OutputArea) => void)[] = [];

  function write(job: (area: OutputArea) => void): void {
    waiting.push(job);
    if (!element) return;
    area ??= element.open({ append: isContinued });
    isContinued = true;
    for (const each of waiting.splice(0)) each(area);
  }

  return {
    attach(given) {
      if (given === element) return;
      area?.close();
      area = undefined;
      element = given;
      if (waiting[0]) write(() => {});
    },
    append: (items) => write((area) => area.append(items)),
    update: (displayId, item) => write((area) => area.update(displayId, item)),
    clear: (options) => write((area) => area.clear(options)),
    close() {
      if (!area && !waiting[0]) return;
      write((open) => {
        open.close();
        area = undefined;
      });
    },
  };
}
