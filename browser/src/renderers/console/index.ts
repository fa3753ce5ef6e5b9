/** Console text: streams and plain text. Errors, logs and JSON are written here by the tools. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { createView } from "./view.ts";

export { createView };

interface Frames {
  explainText(context: Context): void;
}

export function render(data: unknown, context: Context): RenderedItem {
  // It may stand for HTML that shows nothing without its scripts.
  if (`${context.metadata["text/html"]}`.includes("<script"))
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
