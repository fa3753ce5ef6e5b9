/** Errors and logs, as console text. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import type { ErrorItem, LogItem } from "../../shared/items.ts";

function* errorText({ name, message, traceback }: ErrorItem): Generator<string, void> {
  const trace = traceback.join("\n");
  // IPython's traceback includes the error; others may lack it.
  if (trace.includes(name) && trace.includes(message)) yield trace;
  else yield [`\x1b[1;31m${name}:\x1b[0m ${message}`, ...traceback].join("\n");
}

function* logText({ level, time, logger, message }: LogItem): Generator<string, void> {
  const color = /^(err|crit|fatal)/i.test(`${level}`) ? 31 : /^warn/i.test(`${level}`) ? 33 : 34;
  const fields = [`\x1b[2m${time}`, `\x1b[22;1;${color}m${level}`, `\x1b[22;39;2m${logger}`];
  yield `${fields.filter((field) => !field.endsWith("m")).join(" ")}\x1b[0m ${message}`;
}

/** The text of an item of a type, in pieces, so that a long one does not hold the page. */
const textOf = (type: string, data: unknown): Generator<string, void> =>
  type === "error" ? errorText(data as ErrorItem) : logText(data as LogItem);

/** UTF-16 units that are written in one job. */
const SLICE_UNITS = 16_384;

interface Console {
  createView(context: Context): { write(text: string): void; clear(): void; dispose(): void };
}

/** Shows an error or a log entry in a console. */
export async function showText(data: unknown, context: Context): Promise<RenderedItem> {
  const view = ((await context.load("console")) as Console).createView(context);
  let pieces = textOf(context.type, data);
  const write = (): void => {
    let text = "";
    let piece = pieces.next();
    for (; !piece.done && text.length < SLICE_UNITS; piece = pieces.next()) text += piece.value;
    view.write(text + (piece.value ?? ""));
    if (!piece.done) context.schedule(write);
  };
  write();
  return {
    update(value) {
      view.clear();
      pieces = textOf(context.type, value);
      write();
    },
    dispose: view.dispose,
  };
}
