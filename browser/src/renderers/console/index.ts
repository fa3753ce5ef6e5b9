/** Console text: streams and plain text. Errors, logs and JSON are written here by the tools. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { createView } from "./view.ts";

export { createView };

interface Frames {
  explainText(context: Context): void;
}

export function render(data: unknown, context: Context): RenderedItem {
  // It stands for HTML that shows nothing without its scripts, unless the page ranks it higher.
  if (/<script/i.test(`${context.metadata["text/html"]}`) && context.type === "text/plain" && !context.options.rank)
    context.load("frame").then(
      (frames) => (frames as Frames).explainText(context),
      () => {},
    );
  const { append, clear, dispose, write } = createView(context);
  write(`${data}`);
  return {
    append,
    dispose,
    update(value) {
      clear();
      write(`${value}`);
    },
  };
}
