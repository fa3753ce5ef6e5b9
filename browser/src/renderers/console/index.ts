/** Console text: streams and plain text. Errors, logs and JSON are written here by the tools. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { makeView } from "./view.ts";

export { makeView };

export function render(data: unknown, context: Context): RenderedItem {
  const { append, clear, dispose, write } = makeView(context);
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
