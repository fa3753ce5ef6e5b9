/** Reads whole results of Backend.AI's execute API, of any version. */

import { readError, readInput } from "./jupyter.ts";
import {
  type Dict,
  dictOrEmpty,
  isList,
  isText,
  isTexts,
  joinLines,
  type NormalizeContext,
} from "./normalize-context.ts";

type Reader = (context: NormalizeContext, part: unknown, normalize: (value: unknown) => void) => void;

/** The fields of a result that show, in their order. */
const FIELDS: Record<string, Reader> = {
  stdout: (context, part) => context.stream("stdout", part),
  stderr: (context, part) => context.stream("stderr", part),
  console: list,
  media: list,
  html,
  exceptions: (context, part) => list(context, part, (all) => context.each(all, (one) => exception(context, one))),
};

export const isResult = (value: Dict): boolean =>
  isText(value.status) || Object.keys(FIELDS).some((key) => key in value);

/** Adds a result's items; `normalize` adds those of any value. */
export function readResult(context: NormalizeContext, value: Dict, normalize: (value: unknown) => void): void {
  const first = context.items.length;
  for (const [key, read] of Object.entries(FIELDS)) {
    const part = value[key] ?? "";
    if (joinLines(part) !== "") context.descend(key, part, () => read(context, part, normalize));
  }
  status(context, value, first);
}

function list(context: NormalizeContext, part: unknown, read: (list: unknown[]) => void): void {
  if (isList(part)) read(part);
  else context.invalid("expected a list");
}

function html(context: NormalizeContext, part: unknown): void {
  if (isTexts(part)) context.each(part, (text) => context.media({ "text/html": text }));
  else context.media({ "text/html": part });
}

function exception(context: NormalizeContext, value: unknown): void {
  const [name, values, , traceback] = isList(value) ? value : [];
  if (!isText(name) || !isList(values)) return context.invalid("expected [name, args]");
  const texts = values.map((one) => (isText(one) ? one : JSON.stringify(one)));
  readError(context, { name, message: texts.join(", "), traceback: [traceback] });
}

function status(context: NormalizeContext, { status, msg, options }: Dict, first: number): void {
  if (status === "waiting-input") {
    readInput(context, { prompt: takePrompt(context, first), password: dictOrEmpty(options).is_password });
  } else if (status === "exec-timeout") {
    readError(context, { name: status, message: "timed out" });
  } else if (status === "error" && isText(msg)) {
    readError(context, { name: status, message: msg });
  } else if (status === "server-restarting" && isText(msg)) {
    context.add({ kind: "log", level: "warning", time: "", logger: "", message: msg });
  }
}

/** Takes out the stdout stream that stands last in this result, and returns its text. */
function takePrompt(context: NormalizeContext, first: number): string {
  let prompt = "";
  while (context.items.length > first) {
    const last = context.items.at(-1);
    if (last?.kind !== "stream" || last.name !== "stdout") break;
    prompt = last.text + prompt;
    context.items.pop();
  }
  return prompt;
}
