/** Items that are in the normal form already, such as a host has kept. */

import {
  type Dict,
  dictOrEmpty,
  isDict,
  isList,
  isText,
  type RareTuple,
  type Reading,
  textOrEmpty,
} from "../../shared/reading.ts";
import { typeName } from "../../shared/media-types.ts";

/** Adds an exception: `name`, `message` and `traceback`, or as Jupyter calls them. */
export function readError(reading: Reading, { name, ename, message, evalue, traceback }: Dict): void {
  reading.add({
    kind: "error",
    name: isText(name) ? name : textOrEmpty(ename),
    message: isText(message) ? message : textOrEmpty(evalue),
    traceback: isList(traceback) ? traceback.filter(isText) : [],
  });
}

/** Adds a request for a line of text. */
export function readInput(reading: Reading, { prompt, password }: Dict): void {
  reading.add({ kind: "control", action: "input", prompt: textOrEmpty(prompt), password: password === true });
}

/** A field of a log record. */
const logField = (value: unknown): string | number => (typeof value === "number" ? value : textOrEmpty(value));

/** Adds the tuple of a log record, of a request for a line of text, of an exception, or of a medium as text. */
export function readTuple(reading: Reading, type: RareTuple, payload: unknown): void {
  if (type === "media") return readMedium(reading, payload as string);
  if (type !== "log") {
    if (!isDict(payload)) reading.invalid("expected an object");
    else if (type === "input") readInput(reading, payload);
    else readError(reading, payload);
    return;
  }
  const fields = isText(payload) ? ["", "", "", payload] : payload;
  if (!isList(fields) || fields.length !== 4) return reading.invalid("expected [level, time, logger, message]");
  const [level, time, logger, message] = fields;
  readLog(reading, { level, time, logger, message });
}

/** Adds HTML, or a tuple as JSON text. */
function readMedium(reading: Reading, text: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (text.trimStart().startsWith("<")) return reading.media({ "text/html": text });
  }
  const { type, data, metadata }: Dict =
    isList(value) && value.length === 2 ? { type: value[0], data: value[1] } : dictOrEmpty(value);
  if (!isText(type) || !type.includes("/") || data === undefined) reading.invalid("expected [type, data]");
  else if (typeName(type)) reading.media({ [type]: data }, metadata);
  else reading.invalid("expected a type name");
}

const readLog = (reading: Reading, { level, time, logger, message }: Dict): void =>
  reading.add({
    kind: "log",
    level: logField(level),
    time: logField(time),
    logger: logField(logger),
    message: logField(message),
  });

const media = (reading: Reading, { data, metadata, display_id: displayId }: Dict, isUpdate: boolean): void => {
  if (!isDict(data)) reading.invalid("expected a mimebundle");
  else if (isUpdate && !isText(displayId)) reading.invalid("expected a display_id");
  else reading.media(data, metadata, displayId, isUpdate);
};

const KINDS = new Map<string, (reading: Reading, value: Dict) => void>([
  ["stream", (reading, { name, text }) => reading.stream(name === "stderr" ? name : "stdout", text)],
  ["media", (reading, value) => media(reading, value, false)],
  ["error", readError],
  ["log", readLog],
  ["clear", (reading, { wait }) => reading.add({ kind: "control", action: "clear", wait: wait === true })],
  ["update", (reading, value) => media(reading, value, true)],
  ["input", readInput],
  [
    "show",
    (reading, { widget_id }) => reading.add({ kind: "control", action: "show", widget_id: textOrEmpty(widget_id) }),
  ],
  [
    "invalid",
    (reading, { path, reason, raw = null }) =>
      reading.add({ kind: "invalid", path: textOrEmpty(path), reason: textOrEmpty(reason), raw }),
  ],
]);

/** Adds an item, its payloads checked like all others; `false` for what is none. */
export function readKept(reading: Reading, value: Dict): boolean {
  const { kind, action, widget } = value;
  const isControl = kind === "control";
  const name = `${isControl ? action : kind}`;
  const read = KINDS.get(name);
  if (!read || isControl !== ["clear", "update", "input", "show"].includes(name)) return false;
  const outer = reading.owner;
  if (isText(widget)) reading.owner = { widget };
  read(reading, value);
  reading.owner = outer;
  return true;
}
