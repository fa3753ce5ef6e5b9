/** Drawings that move: commands in, a canvas out. docs/drawing.md is the specification. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import { drop, feed, stageOf, type Views } from "./stage.ts";
import css from "./style.css";

export function render(data: unknown, context: Context): RenderedItem {
  const stage = stageOf(context.scope);
  const itemViews: Views = new Map();
  context.style(theme);
  context.style(css);
  const update = (value: unknown): Promise<void> => feed(stage, value, context, itemViews);
  return {
    ready: update(data),
    update,
    dispose() {
      for (const [key, view] of itemViews) drop(stage, itemViews, key, view);
    },
  };
}
