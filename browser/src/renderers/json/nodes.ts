/** Access to the contents of a JSON value, parsed elsewhere or by us. */

import { Digits, Pairs } from "./parse.ts";

/** Keys of large objects are listed once. */
const listed = new WeakMap<object, string[]>();
const CACHED_KEYS_FROM = 1000;
/** Characters of a collapsed value's preview, and of a key. */
const MAX_PREVIEW_UNITS = 80;
export const MAX_KEY_UNITS = 200;

export const isBranch = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !(value instanceof Digits);

/** An object's keys; a list has none. */
export function keysOf(value: object): readonly string[] | undefined {
  if (Array.isArray(value)) return undefined;
  if (value instanceof Pairs) return value.keys;
  const known = listed.get(value) ?? Object.keys(value);
  if (known.length > CACHED_KEYS_FROM) listed.set(value, known);
  return known;
}

export const sizeOf = (value: object): number =>
  value instanceof Pairs ? value.values.length : Array.isArray(value) ? value.length : keysOf(value)!.length;

export const childOf = (value: object, index: number, keys = keysOf(value)): unknown =>
  value instanceof Pairs
    ? value.values[index]
    : keys
      ? (value as Record<string, unknown>)[keys[index]!]
      : (value as unknown[])[index];

export const kindOf = (value: unknown): string =>
  value === null ? "null" : value instanceof Digits || typeof value === "bigint" ? "number" : typeof value;

/** A leaf as JSON. */
export const leafText = (value: unknown): string =>
  value instanceof Digits
    ? value.text
    : typeof value === "string"
      ? JSON.stringify(value)
      : value === undefined
        ? "null"
        : String(value);

/** A preview of a collapsed value. */
export function preview(value: object): string {
  const keys = keysOf(value);
  const size = sizeOf(value);
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; i < size && length < MAX_PREVIEW_UNITS; i++) {
    const child = childOf(value, i, keys);
    const name = keys ? `${keys[i]!.slice(0, 40)}: ` : "";
    const short = typeof child === "string" ? child.slice(0, 41) : child;
    const text = isBranch(child) ? (Array.isArray(child) ? "[…]" : "{…}") : leafText(short);
    parts.push(name + (text.length > 40 ? `${text.slice(0, 40)}…` : text));
    length += parts.at(-1)!.length + 2;
  }
  if (parts.length < size) parts.push("…");
  return keys ? `{${parts.join(", ")}}` : `[${parts.join(", ")}]`;
}

/** A way to a value as JavaScript and jq write it; the root is `$`. */
export const pathText = (keys: readonly (string | number)[]): string =>
  keys.reduce<string>(
    (path, key) =>
      path +
      (typeof key === "number" ? `[${key}]` : /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`),
    "$",
  );

/** Levels that are indented: the indentation of deeper ones would be longer than all they hold. */
const MAX_INDENTED_LEVELS = 32;

/** The whole of a value as JSON, in pieces, indented down to some level. What refers to itself is `null` there. */
export function* write(root: unknown): Generator<string, void> {
  const above = new Set<object>();
  const stack: { value: object; keys: readonly string[] | undefined; size: number; at: number }[] = [];
  const indent = (levels: number): string => `\n${"  ".repeat(levels)}`;
  let value = root;
  for (;;) {
    const inner = isBranch(value) && !above.has(value) ? value : undefined;
    const size = inner ? sizeOf(inner) : 0;
    if (inner && size) {
      const keys = keysOf(inner);
      above.add(inner);
      stack.push({ value: inner, keys, size, at: 0 });
      yield keys ? "{" : "[";
    } else yield inner ? (Array.isArray(inner) ? "[]" : "{}") : isBranch(value) ? "null" : leafText(value);
    for (;;) {
      const top = stack.at(-1);
      if (!top) return;
      if (top.at < top.size) {
        const key = top.keys?.[top.at];
        yield (
          (top.at ? "," : "") +
            (stack.length > MAX_INDENTED_LEVELS ? " ".repeat(Math.min(top.at, 1)) : indent(stack.length)) +
            (key === undefined ? "" : `${JSON.stringify(key)}: `)
        );
        value = childOf(top.value, top.at++, top.keys);
        break;
      }
      const before = stack.length > MAX_INDENTED_LEVELS ? "" : indent(stack.length - 1);
      stack.pop();
      above.delete(top.value);
      yield before + (top.keys ? "}" : "]");
    }
  }
}
