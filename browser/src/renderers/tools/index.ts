/** What few pages need at once: input boxes, notices, the large view of an image, envelopes, JSON, export. */

import type { Context, Instance } from "../../core/renderer.ts";
import { askInput } from "./input.ts";
import { indented } from "./json.ts";
import { styleTools } from "./style.ts";

export { makeAnnouncer, makeFold } from "./console.ts";
export { openEnvelope } from "./envelope.ts";
export { exportHtml } from "./export.ts";
export { notice } from "./notice.ts";
export { enlarge } from "./viewer.ts";

/** UTF-16 units of JSON that are written in one job. */
const SLICE = 16_384;

interface Console {
  makeView(context: Context): { write(text: string): void; clear(): void; dispose(): void };
}

/** JSON as indented text in a console. */
async function showJson(data: unknown, context: Context): Promise<Instance> {
  const view = ((await context.load("console")) as Console).makeView(context);
  let pieces = indented(data);
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
      pieces = indented(value);
      write();
    },
    dispose: view.dispose,
  };
}

export function render(data: unknown, context: Context): void | Promise<Instance> {
  styleTools(context.host);
  return context.type === "input" ? askInput(data, context) : showJson(data, context);
}
