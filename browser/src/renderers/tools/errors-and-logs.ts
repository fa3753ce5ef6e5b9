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

const plain = (text: string): string => text.replace(/\x1b\[[\d;:]*m/g, "").trim();

/**
 * Whether the traceback says what the error is: IPython's does, others may not. Only in its ends: a text in another of its
 * length takes the square of that.
 */
function hasHeadline({ name, message, traceback }: ErrorItem): boolean {
  const sought = plain(message);
  const head = plain(traceback.slice(0, ENTRIES_PER_PIECE).join("\n").slice(0, SEARCHED_UNITS));
  const foot = plain(traceback.slice(-ENTRIES_PER_PIECE).join("\n").slice(-SEARCHED_UNITS));
  const has = (text: string, change: (text: string) => string): boolean =>
    change(head).includes(change(text).slice(0, SOUGHT_UNITS)) ||
    change(foot).includes(change(text).slice(-SOUGHT_UNITS));
  // R's name is ERROR, and its traceback begins with "Error in".
  if (has(name.trim(), (text) => text.toLowerCase()) && has(sought, (text) => text)) return true;
  // A sentence that is whole lines of it, whatever the name is.
  return /[\s:]/.test(sought) && (`${head}\n`.startsWith(`${sought}\n`) || `\n${foot}`.endsWith(`\n${sought}`));
}

function* errorText(error: ErrorItem): Generator<string, void> {
  const { name, message, traceback } = error;
  if (!traceback.length || !hasHeadline(error)) {
    const said = name || (message ? "" : "Error");
    const headline = said && `\x1b[1;31m${said}${message && ":"}\x1b[0m${message && " "}`;
    yield `${headline}${message}${traceback.length ? "\n" : ""}`;
  }
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
