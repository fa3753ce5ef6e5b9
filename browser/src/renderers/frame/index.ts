/**
 * What runs third-party code or scripts of outputs, in frames that have no origin and no network: charts of bundled
 * libraries, JavaScript, and HTML that needs its scripts.
 */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import { allowedBy } from "./document.ts";
import { createFold, say } from "./notes.ts";
import { afterEarlier, asMarkup, keepLoader } from "./earlier.ts";
import { chartOf } from "./charts.ts";
import { type Content, type Frame, createFrame } from "./frame.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";

export { keepPlace } from "./earlier.ts";
export { explainText } from "./notes.ts";
export { withScripts } from "./scripts.ts";

export function styleFrames(context: Context): void {
  context.style(theme);
  context.style(css);
}

/** A frame that fails when nobody waits for it any more is replaced by a notice. */
function showFrame(context: Context, content: Content): Frame {
  const frame = createFrame(context, content, (error) =>
    context.schedule(() => {
      throw error;
    }),
  );
  context.host.append(frame.element);
  return frame;
}

/** JavaScript of an output, as Jupyter has it: `element` is the place that it may fill. */
function showScript(data: unknown, context: Context): RenderedItem | void {
  const source = `${data as string}`;
  if (!allowedBy(context.options).scripts) {
    say(
      context.host,
      "scripts",
      context.translate(messages.script_not_run),
      createFold(context.translate(messages.source), source),
    );
    return;
  }
  const isLoader = Object.keys(context.metadata).some((type) => /_load\.v\d+\+json$/.test(type));
  const place = "<div id=output></div><script>var element=document.getElementById('output')</script>";
  const content: Content = {
    title: messages.scripted_output,
    height: 1,
    markup: () => `<body>${afterEarlier(context, place, !isLoader)}`,
    script: () => source,
    isLoader,
  };
  if (isLoader) keepLoader(context, asMarkup(source));
  const { ready, dispose } = showFrame(context, content);
  return { ready, dispose };
}

export function render(data: unknown, context: Context): RenderedItem | void {
  const { type } = context;
  styleFrames(context);
  if (type.endsWith("javascript")) return showScript(data, context);
  if (!allowedBy(context.options).charts) throw messageError(messages.charts_disabled);
  const { content, valueOf } = chartOf(data, context);
  const { ready, show, dispose } = showFrame(context, content);
  return { ready, update: async (value, metadata) => show(valueOf(value, metadata)), dispose };
}
