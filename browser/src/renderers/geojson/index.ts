/** GeoJSON as an outline map. Nothing is asked of any network. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { createView } from "./view.ts";

export function render(data: unknown, context: Context): RenderedItem {
  const { show, ...rest } = createView(context);
  return { ready: show(data, context.metadata), update: show, ...rest };
}
