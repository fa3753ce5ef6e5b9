/** Outputs of nbformat 4, and the contents of IOPub messages. */

import { type Dict, dictOrEmpty, isDict, isList, isText, textOrEmpty } from "../../shared/reading.ts";
import type { NormalizeContext } from "./normalize-context.ts";

const OUTPUTS = new Map<unknown, (context: NormalizeContext, content: Dict) => void>([
  ["stream", (context, { stream, name = stream, text }) => context.stream(name === "stderr" ? name : "stdout", text)],
  ["display_data", display],
  ["execute_result", display],
  ["update_display_data", (context, content) => display(context, content, true)],
  ["error", readError],
  ["clear_output", (context, { wait }) => context.add({ kind: "control", action: "clear", wait: wait === true })],
]);

/** Adds the output of a type whose fields are in `content`; `false` for another type. */
export function readOutput(context: NormalizeContext, type: string, content: Dict): boolean {
  const read = OUTPUTS.get(type);
  read?.(context, content);
  return !!read;
}

/** Adds an exception: `name`, `message` and `traceback`, or as Jupyter calls them. */
export function readError(context: NormalizeContext, { name, ename, message, evalue, traceback }: Dict): void {
  context.add({
    kind: "error",
    name: isText(name) ? name : textOrEmpty(ename),
    message: isText(message) ? message : textOrEmpty(evalue),
    traceback: isList(traceback) ? traceback.filter(isText) : [],
  });
}

function display(context: NormalizeContext, { data, metadata, transient }: Dict, isUpdate = false): void {
  const displayId = dictOrEmpty(transient).display_id;
  if (!isDict(data)) context.invalid("expected a mimebundle");
  else if (isUpdate && !isText(displayId)) context.invalid("expected a display_id");
  else context.media(data, metadata, displayId, isUpdate);
}
