/** Git histories: a list with its graph, of any size. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { createView } from "./view.ts";

export { layOut, createLayout } from "./layout.ts";

export function render(data: unknown, context: Context): RenderedItem {
  const { dispose, show } = createView(context);
  return { ready: show(data), update: show, dispose };
}
