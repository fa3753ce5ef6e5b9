/** Outputs of nbformat 4, and the contents of IOPub messages. */

import { type Dict, dictOrEmpty, isDict, isList, isText, textOrEmpty } from "../../shared/reading.ts";
import type { NormalizeContext } from "./normalize-context.ts";
import * as reasons from "../../shared/reading.ts";

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

function readError(context: NormalizeContext, { ename, evalue, traceback }: Dict): void {
  // In other words than Jupyter's it is the reader's.
  context.isRare ||= !isText(ename);
  context.add({
    kind: "error",
    name: textOrEmpty(ename),
    message: textOrEmpty(evalue),
    traceback: isList(traceback) ? traceback.filter(isText) : [],
  });
}

function display(context: NormalizeContext, { data, metadata, transient }: Dict, isUpdate?: boolean): void {
  const displayId = dictOrEmpty(transient).display_id;
  if (!isDict(data)) context.invalid(reasons.EXPECTED_MIMEBUNDLE);
  else if (isUpdate && !isText(displayId)) context.invalid(reasons.EXPECTED_DISPLAY_ID);
  else context.media(data, metadata, displayId, isUpdate);
}
