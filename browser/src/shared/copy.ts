/** Copies of what comes from a frame: it may be of any size and shape, in circles too. */

const MAX_PARTS = 100_000;
const MAX_LEVELS = 32;

const isPlain = (value: object): boolean => Object.prototype.toString.call(value) === "[object Object]";

/** A JSON value with `DataView`s in it; `undefined` for what is none, and for one that is too large. */
export function copyOf(given: unknown): unknown {
  let left = MAX_PARTS;
  const copy = (value: unknown, levels: number): unknown => {
    if (--left < 0 || levels > MAX_LEVELS) throw new RangeError("Too much");
    if (typeof value === "number") return Number.isFinite(value) ? value : null;
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (value instanceof ArrayBuffer) return new DataView(value);
    if (ArrayBuffer.isView(value))
      return new DataView(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer);
    if (Array.isArray(value)) {
      if (value.length > left) throw new RangeError("Too much");
      return Array.from(value, (one) => copy(one, levels + 1));
    }
    if (typeof value !== "object" || value === null || !isPlain(value)) return null;
    const entries = Object.entries(value).filter(([name]) => name !== "__proto__");
    return Object.fromEntries(entries.map(([name, one]) => [name, copy(one, levels + 1)]));
  };
  try {
    return copy(given, 0);
  } catch {
    return undefined;
  }
}
