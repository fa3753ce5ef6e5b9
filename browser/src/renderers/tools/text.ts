/** Errors and logs, as console text. */

import type { ErrorItem, LogItem } from "../../shared/items.ts";

function* errorText({ name, message, traceback }: ErrorItem): Generator<string, void> {
  const trace = traceback.join("\n");
  // IPython's traceback says it all; another may lack the error itself.
  if (trace.includes(name) && trace.includes(message)) yield trace;
  else yield [`\x1b[1;31m${name}:\x1b[0m ${message}`, ...traceback].join("\n");
}

function* logText({ level, time, logger, message }: LogItem): Generator<string, void> {
  const color = /^(err|crit|fatal)/i.test(`${level}`) ? 31 : /^warn/i.test(`${level}`) ? 33 : 34;
  const fields = [`\x1b[2m${time}`, `\x1b[22;1;${color}m${level}`, `\x1b[22;39;2m${logger}`];
  yield `${fields.filter((field) => !field.endsWith("m")).join(" ")}\x1b[0m ${message}`;
}

/** The text of an item of a type, in pieces, so that a long one does not hold the page. */
export const textOf = (type: string, data: unknown): Generator<string, void> =>
  type === "error" ? errorText(data as ErrorItem) : logText(data as LogItem);
