/** Console text: streams and plain text. Errors, logs and JSON are written here by the tools. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { createView } from "./view.ts";

export { createView };

export function render(data: unknown, context: Context): RenderedItem {
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
