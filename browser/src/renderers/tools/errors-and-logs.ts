/** Errors and logs, as console text. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import type { ErrorItem, LogItem } from "../../shared/items.ts";

/** UTF-16 units of either end of a traceback in which the error is looked for, and of what is looked for. */
const SEARCHED_UNITS = 20_000;
const SOUGHT_UNITS = 1_000;
/** Entries of a traceback that are joined at a time. */
const ENTRIES_PER_PIECE = 1_000;

function* joined(traceback: readonly string[]): Generator<string, void> {
  for (let from = 0; from < traceback.length; from += ENTRIES_PER_PIECE)
    yield `${from ? "\n" : ""}${traceback.slice(from, from + ENTRIES_PER_PIECE).join("\n")}`;
}

/** Whether a traceback has all that is sought. Only in its ends: a text in another of its length takes the square of that. */
function includesAll(traceback: readonly string[], sought: readonly string[]): boolean {
  const first = traceback.slice(0, ENTRIES_PER_PIECE).join("\n");
  const last = traceback.slice(-ENTRIES_PER_PIECE).join("\n");
  return sought.every(
    (text) =>
      first.slice(0, SEARCHED_UNITS).includes(text.slice(0, SOUGHT_UNITS)) ||
      last.slice(-SEARCHED_UNITS).includes(text.slice(-SOUGHT_UNITS)),
  );
}

function* errorText({ name, message, traceback }: ErrorItem): Generator<string, void> {
  // IPython's traceback includes the error; others may lack it.
  if (!includesAll(traceback, [name, message]))
    yield `\x1b[1;31m${name}:\x1b[0m ${message}${traceback.length ? "\n" : ""}`;
  yield* joined(traceback);
}

function* logText({ level, time, logger, message }: LogItem): Generator<string, void> {
  const color = /^(err|crit|fatal)/i.test(`${level}`) ? 31 : /^warn/i.test(`${level}`) ? 33 : 34;
  const fields = [
    ["2", time],
    [`22;1;${color}`, level],
    ["22;39;2", logger],
  ].filter(([, field]) => field !== "");
  yield `${fields.map(([style, field]) => `\x1b[${style}m${field}`).join(" ")}\x1b[0m ${message}`;
}

/** The text of an item of a type, in pieces, so that a long one does not hold the page. */
const textOf = (type: string, data: unknown): Generator<string, void> =>
  type === "error" ? errorText(data as ErrorItem) : logText(data as LogItem);

/** UTF-16 units that are written in one job. */
const SLICE_UNITS = 16_384;

interface Console {
  createView(context: Context): {
    ready: Promise<void>;
    write(text: string): void;
    clear(): void;
    dispose(): void;
  };
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
    ready: view.ready,
    dispose: view.dispose,
  };
}
