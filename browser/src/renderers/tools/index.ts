/** What few pages need at once: errors, logs, input boxes, notices, envelopes, and what the host script has no room for. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { askInput } from "./input.ts";
import { styleTools } from "./style.ts";
import { textOf } from "./text.ts";

export { makeAnnouncer, makeFold } from "./console-extras.ts";
export { goTo } from "./anchors.ts";
export { enrich } from "./enrich.ts";
export { openEnvelope } from "./envelope.ts";
export { locate } from "./chunks.ts";
export { showLong } from "./long.ts";
export { notice } from "./notice.ts";
export { importOwn } from "./page-renderers.ts";

/** UTF-16 units that are written in one job. */
const SLICE = 16_384;

interface Console {
  makeView(context: Context): { write(text: string): void; clear(): void; dispose(): void };
}

/** Errors and logs in a console. */
async function showText(data: unknown, context: Context): Promise<RenderedItem> {
  const view = ((await context.load("console")) as Console).makeView(context);
  let pieces = textOf(context.type, data);
  const write = (): void => {
    let text = "";
    let piece = pieces.next();
    for (; !piece.done && text.length < SLICE; piece = pieces.next()) text += piece.value;
    view.write(text + (piece.value ?? ""));
    if (!piece.done) context.schedule(write);
  };
  write();
  return {
    update(value) {
      view.clear();
      pieces = textOf(context.type, value);
      write();
    },
    dispose: view.dispose,
  };
}

export function render(data: unknown, context: Context): void | Promise<RenderedItem> {
  styleTools(context.host);
  return context.type === "input" ? askInput(data, context) : showText(data, context);
}
