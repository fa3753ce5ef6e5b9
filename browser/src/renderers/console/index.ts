/** Console text: streams, errors, logs and plain text. */

import type { ErrorItem, LogItem } from "../../core/items.ts";
import type { Context, Instance } from "../../core/renderer.ts";
import { makeView, type View } from "./view.ts";

const errorText = ({ name, message, traceback }: ErrorItem): string => {
  const trace = traceback.join("\n");
  // IPython's traceback says it all; another may lack the error itself.
  const header = trace.includes(name) && trace.includes(message) && trace ? "" : `\x1b[1;31m${name}\x1b[39m:\x1b[22m ${message}\n`;
  return header + trace;
};

const LEVELS: Record<string, number> = { error: 31, critical: 31, fatal: 31, warning: 33, warn: 33, debug: 2, trace: 2 };

const logText = (item: LogItem): string => {
  const [level, time, logger] = [item.level, item.time, item.logger].map((field) => `${field}`.replace(/[\0-\x1f]/g, " "));
  const parts = [
    time && `\x1b[2m${time}\x1b[22m `,
    level && `\x1b[1;${LEVELS[level.toLowerCase()] ?? 34}m${level}\x1b[0m `,
    logger && `\x1b[2m${logger}:\x1b[22m `,
  ];
  return parts.join("") + item.message;
};

const show = (view: View, type: string, data: unknown): void =>
  view.write(type === "error" ? errorText(data as ErrorItem) : type === "log" ? logText(data as LogItem) : `${data}`);

export function render(data: unknown, context: Context): Instance {
  const view = makeView(context);
  show(view, context.type, data);
  return {
    append: view.append,
    update(value) {
      view.clear();
      show(view, context.type, value);
    },
    dispose: view.dispose,
  };
}

export { makeView };
