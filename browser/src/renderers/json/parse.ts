/**
 * A parser for JSON text of any size and depth, in slices. It is lossless: order, repeated keys and digits are kept. `NaN`
 * and infinities are read, too, as Python and others write them.
 */

/** An object with its keys in source order, repeated ones included. */
export class Pairs {
  keys: string[] = [];
  readonly values: unknown[] = [];
}

/** A number as it was written, where a `number` would be written in another way. */
export class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** UTF-16 units that are read between two pauses. */
const SLICE_UNITS = 16_384;
/** Keys that are interned. */
const MAX_INTERNED_KEYS = 10_000;
const TOKEN =
  /[ \t\n\r]*(?:(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.])|(true|false|null)(?!\w)|(NaN|-?Infinity)(?!\w)|([^]))/y;
const WORDS: Record<string, unknown> = { true: true, false: false, null: null };

/** Whole numbers of so few digits are what they look like. */
const SHORT = /^(?:0|-?[1-9]\d{0,14})$/;

const numberOf = (text: string): unknown => {
  const value = Number(text);
  return SHORT.test(text) || `${value}` === text ? value : new Digits(text);
};

/**
 * Parses an object or a list; calls `grown` with the unfinished value from time to time.
 * @throws SyntaxError with the position
 */
export function* parse(text: string, grown: (root: unknown) => void): Generator<void, unknown> {
  const known = new Map<string, string>();
  /** The latest list of keys of each length: equal ones are shared. */
  const shapes = new Map<number, string[]>();
  const stack: (unknown[] | Pairs)[] = [];
  let top: unknown[] | Pairs | undefined;
  let root: unknown;
  let at = 0;
  let pause = SLICE_UNITS;
  /** The position of the next backslash, so that each is searched for once. */
  let escape = text.indexOf("\\");

  const fail = (): never => {
    throw new SyntaxError(`This is no JSON: unexpected ${at < text.length ? "text" : "end"} at character ${at}`);
  };
  /** The mark, number or word at `at`. */
  let word: unknown;
  const next = (): string | undefined => {
    TOKEN.lastIndex = at;
    const [whole = "", number, name, odd, mark] = TOKEN.exec(text) ?? fail();
    at += whole.length;
    word = number ? numberOf(number) : odd ? new Digits(odd) : name && WORDS[name];
    return mark;
  };
  /** After its quotation mark. */
  const string = (): string => {
    const start = at;
    let isPlain = true;
    let end = text.indexOf('"', start);
    while (escape >= 0 && escape < end) {
      if (escape >= start) {
        isPlain = false;
        if (escape + 1 === end) end = text.indexOf('"', end + 1);
        escape += 1;
      }
      escape = text.indexOf("\\", escape + 1);
    }
    if (end < 0) fail();
    at = end + 1;
    if (isPlain) return text.slice(start, end);
    try {
      return JSON.parse(text.slice(start - 1, at)) as string;
    } catch {
      at = start;
      return fail();
    }
  };
  const add = (value: unknown): void => {
    if (!top) root = value;
    else if (top instanceof Pairs) top.values.push(value);
    else top.push(value);
  };
  const close = (): void => {
    if (top instanceof Pairs) {
      const { keys } = top;
      const same = shapes.get(keys.length);
      if (same && keys.every((key, i) => key === same[i])) top.keys = same;
      else if (keys.length < 99) shapes.set(keys.length, keys);
    }
    stack.pop();
    top = stack.at(-1);
  };
  const key = (): void => {
    const name = string();
    if (known.size < MAX_INTERNED_KEYS && !known.has(name)) known.set(name, name);
    (top as Pairs).keys.push(known.get(name) ?? name);
    if (next() !== ":") fail();
  };

  for (;;) {
    if (at > pause) {
      pause = at + SLICE_UNITS;
      grown(root);
      yield;
    }
    let mark = next();
    if (mark === "{" || mark === "[") {
      const inner = mark === "{" ? new Pairs() : [];
      add(inner);
      stack.push((top = inner));
      const before = at;
      mark = next();
      if (mark !== (top instanceof Pairs ? "}" : "]")) {
        if (!(top instanceof Pairs)) at = before;
        else if (mark === '"') key();
        else fail();
        continue;
      }
      close();
    } else if (mark === '"') add(string());
    else if (mark === undefined) add(word);
    else fail();
    // After a value.
    for (;;) {
      if (at > pause) {
        pause = at + SLICE_UNITS;
        yield;
      }
      if (!top) {
        if (text.slice(at).trim()) fail();
        return root;
      }
      mark = next();
      if (mark === ",") {
        if (top instanceof Pairs) {
          if (next() !== '"') fail();
          key();
        }
        break;
      }
      if (mark !== (top instanceof Pairs ? "}" : "]")) fail();
      close();
    }
  }
}
