/**
 * Scripts of outputs: run in frames where the page allows it, else left out. JavaScript here, HTML in `html.ts`.
 */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { allowedBy } from "../../shared/active.ts";
import type { Apps, Frames } from "../../shared/chunk-interfaces.ts";
import { APP_TYPE } from "../../shared/media-types.ts";
import { dictOrEmpty, textOrEmpty } from "../../shared/reading.ts";
import { createFold, say, styleNotes } from "../../shared/notes.ts";
import theme from "../../shared/theme.css";
import { afterEarlier, asMarkup, keepLoader } from "./earlier.ts";
import * as messages from "../../shared/messages.ts";

export { keepPlace } from "./earlier.ts";
export { explainText, withScripts } from "./html.ts";

export async function render(data: unknown, context: Context): Promise<RenderedItem | void> {
  context.style(theme);
  styleNotes(context);
  return context.type === APP_TYPE ? showApp(data, context) : runScript(`${data as string}`, context);
}

/** A view of MCP Apps, or a line that says what it is. */
async function showApp(data: unknown, context: Context): Promise<RenderedItem | void> {
  if (allowedBy(context.options).scripts) return ((await context.load("apps")) as Apps).open(data, context);
  const uri = textOrEmpty(dictOrEmpty(dictOrEmpty(data).resource).uri);
  say(context.host, "scripts", context.translate(messages.app_not_run, { uri }));
}

/** JavaScript of an output, as Jupyter has it: `element` is the place that it may fill. */
async function runScript(source: string, context: Context): Promise<RenderedItem | void> {
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
  if (isLoader) keepLoader(context, asMarkup(source));
  const { createFrame, styleFrames } = (await context.load("frame")) as Frames;
  styleFrames(context);
  const frame = createFrame(
    context,
    {
      title: messages.scripted_output,
      height: 1,
      markup: () => `<body>${afterEarlier(context, place, !isLoader)}`,
      script: () => source,
      isLoader,
    },
    (error) =>
      context.schedule(() => {
        throw error;
      }),
  );
  context.host.append(frame.element);
  return { ready: frame.ready, dispose: frame.dispose };
}
