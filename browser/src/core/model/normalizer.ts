/** Every accepted shape → items in the normal form, once, at the door. The rules and their order are those of docs/normal-form.md. */

import { typeName } from "../../shared/media-types.ts";
import { isResult, result } from "./backendai.ts";
import { error, input, output } from "./jupyter.ts";
import { type Dict, dictOrEmpty, isDict, isList, isText, isTexts, type PlacedItem, textOrEmpty, Walk } from "./walk.ts";

/** Values within values, at most. */
const MAX_LEVELS = 16;

/** The items of a value of any accepted shape, in order. Streams are not joined yet: whoever gathers items does that once. */
export function normalize(value: unknown): PlacedItem[] {
  const walk = new Walk(value);
  one(walk, value, 1);
  return walk.items;
}

/** Consecutive stream items of one name become one. */
export function join(items: readonly PlacedItem[]): PlacedItem[] {
  const joined: PlacedItem[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (item.kind === "stream" && last?.kind === "stream" && last.name === item.name) last.text += item.text;
    else joined.push({ ...item });
  }
  return joined;
}

function one(walk: Walk, value: unknown, level: number): void {
  if (level > MAX_LEVELS) walk.invalid("nested too deeply");
  else if (isPair(value)) tuple(walk, value[0], value[1]);
  else if (isList(value)) each(walk, value, level);
  else if (isDict(value)) object(walk, value, level);
  else walk.invalid("expected an item or a list");
}

const each = (walk: Walk, values: unknown[], level: number): void =>
  walk.each(values, (value) => one(walk, value, level + 1));

const isPair = (value: unknown): value is [string, unknown] => isList(value) && value.length === 2 && isText(value[0]);

function object(walk: Walk, value: Dict, level: number): void {
  const { output_type: outputType, header, content } = value;
  const message = isText(value.msg_type) ? value.msg_type : dictOrEmpty(header).msg_type;
  if ("result" in value) {
    // Completions are no outputs.
    if (!isTexts(value.result)) walk.inside("result", value.result, (inner) => one(walk, inner, level + 1));
  } else if (isText(outputType)) {
    if (!output(walk, outputType, value)) walk.invalid("unknown output type");
  } else if (isText(message)) {
    if (isDict(content)) output(walk, message, content);
    else walk.invalid("expected content");
  } else if (isList(value.cells)) {
    walk.inside("cells", value.cells, (cells) => each(walk, cells, level));
  } else if (isList(value.outputs)) {
    walk.inside("outputs", value.outputs, (outputs) => each(walk, outputs, level));
  } else if (!isText(value.cell_type)) other(walk, value, level);
}

/** Objects that are no container and no Jupyter message. */
function other(walk: Walk, value: Dict, level: number): void {
  const { type, data, metadata } = value;
  const keys = Object.keys(value);
  if (isText(type) && "data" in value) tuple(walk, type, data, metadata);
  else if (isDict(data) && !("type" in value)) output(walk, "display_data", value);
  else if (isResult(value)) result(walk, value, (part) => one(walk, part, level + 1));
  else if (keys.length && keys.every((key) => key.includes("/"))) walk.media(value);
  else walk.invalid("unknown item shape");
}

/** Adds a tuple, or an object with `type` and `data`. */
function tuple(walk: Walk, type: string, payload: unknown, metadata?: unknown): void {
  const name = typeName(type);
  switch (name) {
    case "":
      return walk.invalid("expected a type name");
    case "stdout":
    case "stderr":
      return walk.stream(name, payload);
    case "log":
      return log(walk, payload);
    case "error":
      return isDict(payload) ? error(walk, payload) : walk.invalid("expected an object");
    case "input":
      return isDict(payload) ? input(walk, payload) : walk.invalid("expected an object");
    case "media":
      return media(walk, payload);
    default:
      return walk.media({ [name === "html" ? "text/html" : name]: payload }, metadata);
  }
}

function log(walk: Walk, value: unknown): void {
  const fields = isText(value) ? ["", "", "", value] : value;
  if (!isList(fields) || fields.length !== 4) return walk.invalid("expected [level, time, logger, message]");
  const [level, time, logger, message] = fields;
  walk.add({
    kind: "log",
    level: logField(level),
    time: logField(time),
    logger: logField(logger),
    message: logField(message),
  });
}

const logField = (value: unknown): string | number => (typeof value === "number" ? value : textOrEmpty(value));

/** Adds the payload of a `media` tuple: another tuple, perhaps as JSON text. */
function media(walk: Walk, value: unknown): void {
  let inner = value;
  if (isText(value)) {
    try {
      inner = JSON.parse(value);
    } catch {
      if (value.trimStart().startsWith("<")) return walk.media({ "text/html": value });
    }
  }
  const { type, data, metadata } = isPair(inner) ? { type: inner[0], data: inner[1] } : dictOrEmpty(inner);
  if (isText(type) && type.includes("/") && data !== undefined) tuple(walk, type, data, metadata);
  else walk.invalid("expected [type, data]");
}
