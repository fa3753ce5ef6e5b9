/** `normalize`: recognises the shape of a value, by the rules of docs/normal-form.md. */

import type { Acceptor } from "../../backendai-media.d.ts";
import { typeName } from "../../shared/media-types.ts";
import { MAX_NESTING_LEVELS } from "../../shared/spec.ts";
import {
  type Dict,
  dictOrEmpty,
  isDict,
  isList,
  isText,
  isTexts,
  type RareTuple,
  type Reader,
} from "../../shared/reading.ts";
import type { PlacedItem } from "../../shared/items.ts";
import { readOutput } from "./jupyter.ts";
import { NormalizeContext } from "./normalize-context.ts";
import * as reasons from "../../shared/reading.ts";

/** What tells an object that the reader reads otherwise: keys of it and of its metadata, and types of messages. */
const RARE = /\b(kind|mimetype|code_h|widgets|execute_rep|input_r|comm_)/;

const RESULT = /^(console|stdout|stderr|media|html|exceptions)$/;

/**
 * The items of a value of any accepted shape, in order; without a reader, of the shapes that are frequent. Streams are not
 * joined yet: whoever gathers items does that once.
 */
export function normalize(value: unknown, reader?: Reader | null): NormalizeContext {
  const context = new NormalizeContext(value, reader);
  addValue(context, value, 1);
  return context;
}

/** What reads shapes of the page's own, by name. */
const acceptors = new Map<string, Acceptor>();

export const accept = (name: string, acceptor: Acceptor = () => undefined): unknown => acceptors.set(name, acceptor);

/** Consecutive stream items of one name become one: the first, which grows. */
export function join(items: readonly PlacedItem[]): PlacedItem[] {
  const joined: PlacedItem[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (item.kind === "stream" && last?.kind === "stream" && last.name === item.name && last.widget === item.widget)
      last.text += item.text;
    else joined.push(item);
  }
  return joined;
}

function addValue(context: NormalizeContext, value: unknown, level: number): void {
  if (level > MAX_NESTING_LEVELS) return context.invalid(reasons.NESTED_TOO_DEEPLY);
  for (const [name, acceptor] of acceptors) {
    try {
      const items = acceptor(value);
      if (items === undefined) continue;
      addValue(context, items, level + 1);
    } catch (error) {
      context.invalid(`${name}: ${error}`);
    }
    return;
  }
  if (isPair(value)) tuple(context, ...value);
  else if (isList(value)) each(context, value, level);
  else if (isDict(value)) {
    const own = (): void => object(context, value, level);
    if (context.reader) context.reader.read(context, value, (inner) => addValue(context, inner, level + 1), own);
    else own();
  } else context.invalid(reasons.EXPECTED_ITEM);
}

const each = (context: NormalizeContext, values: unknown[], level: number): void =>
  context.each(values, (value) => addValue(context, value, level + 1));

const isPair = (value: unknown): value is [string, unknown] => isList(value) && value.length === 2 && isText(value[0]);

function object(context: NormalizeContext, value: Dict, level: number): void {
  const { output_type: outputType, header, content, metadata } = value;
  const parts = ["cells", "outputs"].find((key) => isList(value[key]));
  const message = isText(value.msg_type) ? value.msg_type : dictOrEmpty(header).msg_type;
  context.isRare ||= RARE.test(`${Object.keys(value)},${Object.keys(dictOrEmpty(metadata))},${message}`);
  if (isText(outputType)) {
    if (!readOutput(context, outputType, value)) context.invalid(reasons.UNKNOWN_OUTPUT);
  } else if (isText(message)) {
    if (isDict(content)) readOutput(context, message, content);
    else context.invalid(reasons.EXPECTED_CONTENT);
  } else if ("result" in value) {
    // Completions are no outputs.
    if (isTexts(value.result)) context.isRare = true;
    else context.descend("result", value.result, (inner) => addValue(context, inner, level + 1));
  } else if (parts) {
    context.descend(parts, value[parts] as unknown[], (list) => each(context, list, level));
  } else if (!isText(value.cell_type)) other(context, value, level);
}

/** Objects that are no container and no Jupyter message. */
function other(context: NormalizeContext, value: Dict, level: number): void {
  const { type, data, metadata } = value;
  const keys = Object.keys(value);
  const fields = keys.filter((key) => RESULT.test(key));
  if (isText(type) && "data" in value) tuple(context, type, data, metadata);
  else if (isDict(data) && !("type" in value)) readOutput(context, "display_data", value);
  else if (fields[0]) {
    // A result of Backend.AI: the reader reads what is not usual.
    const { console } = value;
    if (isList(console)) context.descend("console", console, (items) => addValue(context, items, level + 1));
    if (
      fields[1] ||
      !isList(console) ||
      value.exitCode ||
      (value.files as [])?.length ||
      !/^(fin|con)/.test(value.status as string)
    )
      context.rare();
  } else if (keys.length && keys.every((key) => key.includes("/"))) context.media(value);
  else context.invalid(reasons.UNKNOWN_SHAPE);
}

/** Adds a tuple, or an object with `type` and `data`. */
function tuple(context: NormalizeContext, type: string, payload: unknown, metadata?: unknown): void {
  const name = typeName(type);
  switch (name) {
    case "":
      return context.invalid(reasons.EXPECTED_TYPE_NAME);
    case "stdout":
    case "stderr":
      return context.stream(name, payload);
    case "log":
    case "input":
    case "error":
      return rareTuple(context, name, payload);
    case "media":
      return isText(payload) ? rareTuple(context, name, payload) : media(context, payload);
    default: {
      const full = name === "html" ? "text/html" : name;
      context.isRare ||= !full.includes("/");
      return context.media({ [full]: payload }, metadata);
    }
  }
}

const rareTuple = (context: NormalizeContext, type: RareTuple, payload: unknown): void =>
  context.reader ? context.reader.readTuple(context, type, payload) : context.rare();

/** Adds the payload of a `media` tuple: another tuple. */
function media(context: NormalizeContext, value: unknown): void {
  const { type, data, metadata } = isPair(value) ? { type: value[0], data: value[1] } : dictOrEmpty(value);
  if (isText(type) && type.includes("/") && data !== undefined) tuple(context, type, data, metadata);
  else context.invalid(reasons.EXPECTED_TUPLE);
}
