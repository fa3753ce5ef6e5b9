/** Values as JSON of bounded length. */

/** Levels of lists and objects in each other; deeper ones are left out. */
const MAX_DEPTH = 100;

/**
 * What `JSON.stringify` gives for a value out of JSON; once it has `most` UTF-16 units, and where it is nested too deeply,
 * "…" stands for the rest.
 */
export function jsonText(value: unknown, most: number): string {
  let text = "";
  const write = (one: unknown, depth: number): void => {
    const isObject = typeof one === "object" && one !== null;
    if (text.length >= most || (isObject && depth > MAX_DEPTH)) text += "…";
    else if (typeof one === "string") text += JSON.stringify(one.length > most ? `${one.slice(0, most)}…` : one);
    else if (!isObject) text += JSON.stringify(one) ?? "null";
    else if (Array.isArray(one)) {
      text += "[";
      for (let at = 0; at < one.length && text.length <= most; at++) {
        if (at) text += ",";
        write(one[at], depth + 1);
      }
      text += "]";
    } else {
      let mark = "{";
      for (const key in one) {
        if (!Object.hasOwn(one, key)) continue;
        text += mark;
        mark = ",";
        write(key, depth + 1);
        text += ":";
        write((one as Record<string, unknown>)[key], depth + 1);
        if (text.length > most) break;
      }
      text += mark === "{" ? "{}" : "}";
    }
  };
  write(value, 0);
  return text;
}
