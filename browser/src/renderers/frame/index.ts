/**
 * What runs third-party code or scripts of outputs, in frames that have no origin and no network: charts of bundled
 * libraries here, an output's own scripts for the chunk `scripts`.
 */

import type { Context, Metadata, RenderedItem } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import { allowedBy } from "../../shared/active.ts";
import type { FrameContent } from "../../shared/chunk-interfaces.ts";
import { styleNotes } from "../../shared/notes.ts";
import { chartOf } from "./charts.ts";
import { createFrame } from "./frame.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";

export { createFrame };

/** A chart that was found in an output of another type. */
export const contentOf = (type: string, data: unknown, metadata: Metadata, context: Context): FrameContent =>
  chartOf(data, { ...context, metadata }, type).content;

export function styleFrames(context: Context): void {
  context.style(theme);
  context.style(css);
  styleNotes(context);
}

export function render(data: unknown, context: Context): RenderedItem | void {
  styleFrames(context);
  if (!allowedBy(context.options).charts) throw messageError(messages.charts_disabled);
  const { content, valueOf } = chartOf(data, context);
  // A frame that fails when nobody waits for it any more is replaced by a notice.
  const frame = createFrame(context, content, (error) =>
    context.schedule(() => {
      throw error;
    }),
  );
  context.host.append(frame.element);
  const { ready, show, dispose } = frame;
  return { ready, update: async (value, metadata) => show(valueOf(value, metadata)), dispose };
}
