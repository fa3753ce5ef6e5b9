/** Console text: streams and plain text. Errors, logs and JSON are written here by the tools. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { createView } from "./view.ts";

export { createView };

interface Tools {
  explainText(context: Context): void;
}

export function render(data: unknown, context: Context): RenderedItem {
  // It may stand for HTML that shows nothing without its scripts.
  if (/<script|srcdoc/.test(`${context.metadata["text/html"]}`))
    context.load("tools").then(
      (tools) => (tools as Tools).explainText(context),
      () => {},
    );
  const { append, clear, dispose, ready, write } = createView(context);
  write(`${data}`);
  return {
    append,
    dispose,
    // Text without colours is there at once.
    ready: `${data}`.includes("\x1b") ? ready : undefined,
    update(value) {
      clear();
      write(`${value}`);
    },
  };
}
