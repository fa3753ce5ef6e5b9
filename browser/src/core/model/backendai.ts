/** Whole results of Backend.AI's execute API, all versions. */

import { error, input } from "./jupyter.ts";
import { type Dict, dictOrEmpty, isList, isText, isTexts, joined, type Walk } from "./walk.ts";

type Reader = (walk: Walk, part: unknown, normalize: (value: unknown) => void) => void;

/** The fields of a result that show, in their order. */
const FIELDS: Record<string, Reader> = {
  stdout: (walk, part) => walk.stream("stdout", part),
  stderr: (walk, part) => walk.stream("stderr", part),
  console: list,
  media: list,
  html,
  exceptions: (walk, part) => list(walk, part, (all) => walk.each(all as unknown[], (one) => exception(walk, one))),
};

export const isResult = (value: Dict): boolean =>
  isText(value.status) || Object.keys(FIELDS).some((key) => key in value);

/** Adds a result's items; `normalize` adds those of any value. */
export function result(walk: Walk, value: Dict, normalize: (value: unknown) => void): void {
  const first = walk.items.length;
  for (const [key, read] of Object.entries(FIELDS)) {
    const part = value[key] ?? "";
    if (joined(part) !== "") walk.inside(key, part, () => read(walk, part, normalize));
  }
  status(walk, value, first);
}

function list(walk: Walk, part: unknown, read: (list: unknown[]) => void): void {
  if (isList(part)) read(part);
  else walk.invalid("expected a list");
}

function html(walk: Walk, part: unknown): void {
  if (isTexts(part)) walk.each(part, (text) => walk.media({ "text/html": text }));
  else walk.media({ "text/html": part });
}

function exception(walk: Walk, value: unknown): void {
  const [name, values, , traceback] = isList(value) ? value : [];
  if (!isText(name) || !isList(values)) return walk.invalid("expected [name, args]");
  const texts = values.map((one) => (isText(one) ? one : JSON.stringify(one)));
  error(walk, { name, message: texts.join(", "), traceback: [traceback] });
}

function status(walk: Walk, { status, msg, options }: Dict, first: number): void {
  if (status === "waiting-input") {
    input(walk, { prompt: takePrompt(walk, first), password: dictOrEmpty(options).is_password });
  } else if (status === "exec-timeout") {
    error(walk, { name: status, message: "timed out" });
  } else if (status === "error" && isText(msg)) {
    error(walk, { name: status, message: msg });
  } else if (status === "server-restarting" && isText(msg)) {
    walk.add({ kind: "log", level: "warning", time: "", logger: "", message: msg });
  }
}

/** Takes out the stdout stream that stands last in this result, and returns its text. */
function takePrompt(walk: Walk, first: number): string {
  let prompt = "";
  while (walk.items.length > first) {
    const last = walk.items.at(-1);
    if (last?.kind !== "stream" || last.name !== "stdout") break;
    prompt = last.text + prompt;
    walk.items.pop();
  }
  return prompt;
}
