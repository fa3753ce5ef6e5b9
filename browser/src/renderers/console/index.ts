/** Console text: streams and plain text. Errors, logs and JSON are written here by the tools. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { createView } from "./view.ts";

export { createView };

/** HTML that is one preformatted text. */
const PRE = /^\s*<pre\b[^<>]*white-space:\s*pre\s*[;"']/;

interface Tools {
  explainText(context: Context): void;
}

export function render(data: unknown, context: Context): RenderedItem {
  // It may stand for HTML that shows nothing without its scripts.
  const html = `${context.metadata["text/html"]}`;
  if (/<script|srcdoc/.test(html))
    context.load("tools").then(
      (tools) => (tools as Tools).explainText(context),
      () => {},
    );
  const { append, clear, dispose, ready, write } = createView(context);
  // Laid out for a terminal's width, as its HTML says: lines are not broken.
  if (context.type === "text/plain" && PRE.test(html)) {
    const root = context.host.lastElementChild as HTMLElement;
    root.classList.add("backendai-unwrapped");
    root.tabIndex = 0;
  }
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
