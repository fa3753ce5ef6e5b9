/** Outputs of nbformat 4, and the contents of IOPub messages. */

import { type Dict, dictOrEmpty, isDict, isList, isText, textOrEmpty, type Walk } from "./walk.ts";

const OUTPUTS = new Map<unknown, (walk: Walk, content: Dict) => void>([
  ["stream", (walk, { name, text }) => walk.stream(name === "stderr" ? name : "stdout", text)],
  ["display_data", (walk, content) => display(walk, content, false)],
  ["execute_result", (walk, content) => display(walk, content, false)],
  ["update_display_data", (walk, content) => display(walk, content, true)],
  ["error", error],
  ["clear_output", (walk, { wait }) => walk.add({ kind: "control", action: "clear", wait: wait === true })],
  ["input_request", input],
]);

/** Adds the output of a type whose fields are in `content`; `false` for another type. */
export function output(walk: Walk, type: string, content: Dict): boolean {
  const read = OUTPUTS.get(type);
  read?.(walk, content);
  return !!read;
}

/** Adds an exception: `name`, `message` and `traceback`, or as Jupyter calls them. */
export function error(walk: Walk, { name, ename, message, evalue, traceback }: Dict): void {
  walk.add({
    kind: "error",
    name: isText(name) ? name : textOrEmpty(ename),
    message: isText(message) ? message : textOrEmpty(evalue),
    traceback: isList(traceback) ? traceback.filter(isText) : [],
  });
}

/** Adds a request for a line of text. */
export function input(walk: Walk, { prompt, password }: Dict): void {
  walk.add({ kind: "control", action: "input", prompt: textOrEmpty(prompt), password: password === true });
}

function display(walk: Walk, { data, metadata, transient }: Dict, isUpdate: boolean): void {
  const displayId = dictOrEmpty(transient).display_id;
  if (!isDict(data)) walk.invalid("expected a mimebundle");
  else if (!isUpdate) walk.media(data, metadata, displayId);
  else if (!isText(displayId)) walk.invalid("expected a display_id");
  else {
    const bundle = walk.bundle(data);
    if (!bundle) return;
    const update = { data: bundle, metadata: dictOrEmpty(metadata), display_id: displayId };
    walk.add({ kind: "control", action: "update", ...update });
  }
}
