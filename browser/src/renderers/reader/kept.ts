/** Items that are in the normal form already, such as a host has kept. */

import { type Dict, isDict, isList, isText, type Reading, textOrEmpty } from "../../shared/reading.ts";

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

/** Adds the tuple of a log record or of a request for a line of text. */
export function readTuple(reading: Reading, type: "log" | "input", payload: unknown): void {
  if (type === "input") {
    return isDict(payload) ? readInput(reading, payload) : reading.invalid("expected an object");
  }
  const fields = isText(payload) ? ["", "", "", payload] : payload;
  if (!isList(fields) || fields.length !== 4) return reading.invalid("expected [level, time, logger, message]");
  const [level, time, logger, message] = fields;
  readLog(reading, { level, time, logger, message });
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
