/** JSON with two spaces of indentation, in pieces, so that a large value does not hold the page. */
export function* indented(value: unknown, indent = "\n"): Generator<string, void> {
  const isList = Array.isArray(value);
  if (Object(value) !== value) yield `${JSON.stringify(value)}`;
  else {
    const deeper = `${indent}  `;
    let mark = isList ? "[" : "{";
    for (const [key, one] of Object.entries(value as object)) {
      yield mark + deeper + (isList ? "" : `${JSON.stringify(key)}: `);
      yield* indented(one, deeper);
      mark = ",";
    }
    if (mark !== ",") yield mark;
    yield (mark === "," ? indent : "") + (isList ? "]" : "}");
  }
}
