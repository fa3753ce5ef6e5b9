/** `normalize`: recognises the shape of a value, by the rules of docs/normal-form.md. */

import { typeName } from "../../shared/media-types.ts";
import { MAX_NESTING_LEVELS } from "../../shared/spec.ts";
import { isResult, readResult } from "./backendai.ts";
import { readError, readInput, readOutput } from "./jupyter.ts";
import {
  type Dict,
  dictOrEmpty,
  isDict,
  isList,
  isText,
  isTexts,
  type PlacedItem,
  textOrEmpty,
  NormalizeContext,
} from "./normalize-context.ts";

/** The items of a value of any accepted shape, in order. Streams are not joined yet: whoever gathers items does that once. */
export function normalize(value: unknown): PlacedItem[] {
  const context = new NormalizeContext(value);
  addValue(context, value, 1);
  return context.items;
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

function addValue(context: NormalizeContext, value: unknown, level: number): void {
  if (level > MAX_NESTING_LEVELS) context.invalid("nested too deeply");
  else if (isPair(value)) tuple(context, value[0], value[1]);
  else if (isList(value)) each(context, value, level);
  else if (isDict(value)) object(context, value, level);
  else context.invalid("expected an item or a list");
}

const each = (context: NormalizeContext, values: unknown[], level: number): void =>
  context.each(values, (value) => addValue(context, value, level + 1));

const isPair = (value: unknown): value is [string, unknown] => isList(value) && value.length === 2 && isText(value[0]);

function object(context: NormalizeContext, value: Dict, level: number): void {
  const { output_type: outputType, header, content } = value;
  const message = isText(value.msg_type) ? value.msg_type : dictOrEmpty(header).msg_type;
  if ("result" in value) {
    // Completions are no outputs.
    if (!isTexts(value.result)) context.descend("result", value.result, (inner) => addValue(context, inner, level + 1));
  } else if (isText(outputType)) {
    if (!readOutput(context, outputType, value)) context.invalid("unknown output type");
  } else if (isText(message)) {
    if (isDict(content)) readOutput(context, message, content);
    else context.invalid("expected content");
  } else if (isList(value.cells)) {
    context.descend("cells", value.cells, (cells) => each(context, cells, level));
  } else if (isList(value.outputs)) {
    context.descend("outputs", value.outputs, (outputs) => each(context, outputs, level));
  } else if (!isText(value.cell_type)) other(context, value, level);
}

/** Objects that are no container and no Jupyter message. */
function other(context: NormalizeContext, value: Dict, level: number): void {
  const { type, data, metadata } = value;
  const keys = Object.keys(value);
  if (isText(type) && "data" in value) tuple(context, type, data, metadata);
  else if (isDict(data) && !("type" in value)) readOutput(context, "display_data", value);
  else if (isResult(value)) readResult(context, value, (part) => addValue(context, part, level + 1));
  else if (keys.length && keys.every((key) => key.includes("/"))) context.media(value);
  else context.invalid("unknown item shape");
}

/** Adds a tuple, or an object with `type` and `data`. */
function tuple(context: NormalizeContext, type: string, payload: unknown, metadata?: unknown): void {
  const name = typeName(type);
  switch (name) {
    case "":
      return context.invalid("expected a type name");
    case "stdout":
    case "stderr":
      return context.stream(name, payload);
    case "log":
      return log(context, payload);
    case "error":
      return isDict(payload) ? readError(context, payload) : context.invalid("expected an object");
    case "input":
      return isDict(payload) ? readInput(context, payload) : context.invalid("expected an object");
    case "media":
      return media(context, payload);
    default:
      return context.media({ [name === "html" ? "text/html" : name]: payload }, metadata);
  }
}

function log(context: NormalizeContext, value: unknown): void {
  const fields = isText(value) ? ["", "", "", value] : value;
  if (!isList(fields) || fields.length !== 4) return context.invalid("expected [level, time, logger, message]");
  const [level = "", time = "", logger = "", message = ""] = fields.map(logField);
  context.add({ kind: "log", level, time, logger, message });
}

const logField = (value: unknown): string | number => (typeof value === "number" ? value : textOrEmpty(value));

/** Adds the payload of a `media` tuple: another tuple, perhaps as JSON text. */
function media(context: NormalizeContext, value: unknown): void {
  let inner = value;
  if (isText(value)) {
    try {
      inner = JSON.parse(value);
    } catch {
      if (value.trimStart().startsWith("<")) return context.media({ "text/html": value });
    }
  }
  const { type, data, metadata } = isPair(inner) ? { type: inner[0], data: inner[1] } : dictOrEmpty(inner);
  if (isText(type) && type.includes("/") && data !== undefined) tuple(context, type, data, metadata);
  else context.invalid("expected [type, data]");
}
