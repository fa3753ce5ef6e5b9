/** Every accepted shape → items in the normal form, once, at the door. docs/normal-form.md is the specification. */

import { type Item, typeName } from "../shared/items.ts";
import { entryOf, isJson } from "./types.ts";

type Dict = Record<string, unknown>;

const isList = Array.isArray;
const isString = (value: unknown): value is string => typeof value === "string";
const isDict = (value: unknown): value is Dict => Object(value) === value && !isList(value);
const isTexts = (value: unknown): value is string[] => isList(value) && value.every(isString);
const isPair = (value: unknown): value is [string, unknown] =>
  isList(value) && value.length === 2 && isString(value[0]);
const dict = (value: unknown): Dict => (isDict(value) ? value : {});
const text = (value: unknown): string => (isString(value) ? value : "");
const joined = (value: unknown): unknown => (isTexts(value) ? value.join("") : value);

/** The parts of a Backend.AI result, in the order in which they show. */
const RESULT = ["stdout", "stderr", "console", "media", "html", "exceptions"] as const;

/** Streams are not joined yet: whoever gathers items does that once. */
export function normalize(value: unknown): Item[] {
  const items: Item[] = [];
  /** The value that is being read, which is what an invalid item shows, and where it stands. */
  let raw: unknown;
  let path = "$";
  let level = 0;
  let at = 0;
  let counted = false;

  const add = (item: Item): void => void items.push({ ...item, at });
  const invalid = (reason: string): void => add({ kind: "invalid", path, reason, raw: raw ?? null });
  const error = (name: string, message: string, traceback: string[] = []): void =>
    add({ kind: "error", name, message, traceback });
  const input = (prompt: unknown, password: unknown): void =>
    add({ kind: "control", action: "input", prompt: text(prompt), password: password === true });
  /** Reads a part of the value, which stands at `key`. */
  const inside = <Part>(key: string, part: Part, read: (part: Part) => void): void => {
    const outer = path;
    path += key;
    raw = part;
    read(part);
    path = outer;
  };

  const stream = (name: "stdout" | "stderr", value: unknown): void => {
    const text = joined(value);
    if (isString(text)) add({ kind: "stream", name, text });
    else invalid("expected text");
  };

  const media = (data: Dict, given?: unknown, id?: unknown, action?: "update"): void => {
    const entries = new Map<string, unknown>();
    let bad = false;
    for (const [key, value] of Object.entries(data)) {
      const type = typeName(key);
      const payload = isJson(type) ? value : joined(value);
      // What is in our table is text if it is not JSON; a page's own types may be anything.
      if (!isJson(type) && entryOf(type)?.chunk != null && !isString(payload)) bad = true;
      else entries.set(type, payload);
    }
    const kept = { data: Object.fromEntries(entries), metadata: dict(given) };
    if (!entries.size) {
      if (bad) invalid("expected text");
    } else if (action) add({ kind: "control", action, display_id: id as string, ...kept });
    else add({ kind: "media", ...kept, ...(isString(id) && { display_id: id }) });
  };

  const tuple = (type: string, payload: unknown, metadata?: unknown): void => {
    const name = typeName(type);
    if (!name) invalid("expected a type name");
    else if (name === "stdout" || name === "stderr") stream(name, payload);
    else if (name === "log") log(payload);
    else if (name === "media") wrapped(payload);
    else media({ [name === "html" ? "text/html" : name]: payload }, metadata);
  };

  const log = (value: unknown): void => {
    const fields = isString(value) ? ["", "", "", value] : value;
    if (!isList(fields) || fields.length !== 4) return invalid("expected [level, time, logger, message]");
    const [level, time, logger, message] = fields.map((field) => (typeof field === "number" ? field : text(field)));
    add({ kind: "log", level, time, logger, message } as Item);
  };

  const wrapped = (value: unknown): void => {
    let inner = value;
    if (isString(value)) {
      try {
        inner = JSON.parse(value);
      } catch {
        if (/^\s*</.test(value)) return media({ "text/html": value });
      }
    }
    const { type, data, metadata } = isPair(inner) ? { type: inner[0], data: inner[1] } : dict(inner);
    if (text(type).includes("/") && data !== undefined) tuple(type as string, data, metadata);
    else invalid("expected [type, data]");
  };

  /** nbformat outputs and IOPub messages; `false` for another type. */
  const jupyter = (type: string, content: Dict): boolean => {
    const { data, metadata } = content;
    const id = dict(content.transient).display_id;
    const update = type === "update_display_data" ? "update" : undefined;
    if (type === "stream") {
      stream(content.name === "stderr" ? "stderr" : "stdout", content.text);
    } else if (update || type === "display_data" || type === "execute_result") {
      if (!isDict(data)) invalid("expected a mimebundle");
      else if (update && !isString(id)) invalid("expected a display_id");
      else media(data, metadata, id, update);
    } else if (type === "error") {
      const { ename, evalue, traceback } = content;
      error(text(ename), text(evalue), isList(traceback) ? traceback.filter(isString) : []);
    } else if (type === "clear_output") {
      add({ kind: "control", action: "clear", wait: content.wait === true });
    } else if (type === "input_request") input(content.prompt, content.password);
    else return false;
    return true;
  };

  const exception = (one: unknown): void => {
    if (!isList(one) || !isString(one[0]) || !isList(one[1])) return invalid("expected [name, args]");
    const message = one[1].map((arg: unknown) => (isString(arg) ? arg : JSON.stringify(arg))).join(", ");
    error(one[0], message, one.slice(3, 4).filter(isString));
  };

  const result = (value: Dict): void => {
    const first = items.length;
    for (const key of RESULT) {
      inside(`.${key}`, value[key] ?? "", (part) => {
        if (joined(part) === "") return;
        if (key === "stdout" || key === "stderr") stream(key, part);
        else if (key === "html" && !isTexts(part)) media({ "text/html": part });
        else if (!isList(part)) invalid("expected a list");
        else if (key === "html") each(part, (html) => media({ "text/html": html }));
        else if (key === "exceptions") each(part, exception);
        else walk(part);
      });
    }
    const { status, msg, options } = value;
    if (status === "waiting-input") {
      let prompt = "";
      for (let last; items.length > first && (last = items.at(-1)!).kind === "stream" && last.name === "stdout";) {
        prompt = last.text + prompt;
        at = items.pop()!.at!;
      }
      input(prompt, dict(options).is_password);
    } else if (status === "exec-timeout") error(status, "timed out");
    else if (isString(msg) && status === "error") error(status, msg);
    else if (isString(msg) && status === "server-restarting") log(["warning", "", "", msg]);
  };

  const object = (value: Dict): void => {
    const { output_type, msg_type = dict(value.header).msg_type, content, type, data } = value;
    const list = ["cells", "outputs"].find((key) => isList(value[key]));
    const keys = Object.keys(value);
    if ("result" in value) {
      if (!isTexts(value.result)) inside(".result", value.result, walk);
    } else if (isString(output_type)) {
      if (!jupyter(output_type, value)) invalid("unknown output type");
    } else if (isString(msg_type)) {
      if (isDict(content)) jupyter(msg_type, content);
      else invalid("expected content");
    } else if (list) inside(`.${list}`, value[list] as unknown[], (parts) => each(parts, walk));
    else if (isString(value.cell_type)) return;
    else if (isString(type) && "data" in value) tuple(type, data, value.metadata);
    else if (isDict(data) && !type) jupyter("display_data", value);
    else if (RESULT.some((key) => key in value) || isString(value.status)) result(value);
    else if (keys[0] && keys.every((key) => key.includes("/"))) media(value);
    else invalid("unknown item shape");
  };

  const each = (list: unknown[], read: (one: unknown) => void): void => {
    const outer = !counted;
    counted = true;
    list.forEach((one, i) => {
      if (outer) at = i;
      inside(`[${i}]`, one, read);
    });
  };

  const walk = (one: unknown): void => {
    if (++level > 16) invalid("nested too deeply");
    else if (isPair(one)) tuple(one[0], one[1]);
    else if (isList(one)) each(one, walk);
    else if (isDict(one)) object(one);
    else invalid("expected an item or a list");
    level--;
  };

  inside("", value, walk);
  return items;
}

/** Consecutive stream items of one name become one. */
export function join(items: Item[]): Item[] {
  const joined: Item[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (item.kind === "stream" && last?.kind === "stream" && last.name === item.name) last.text += item.text;
    else joined.push(item);
  }
  return joined;
}
