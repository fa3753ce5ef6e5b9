/** The index of the rarer chunks, and the payload kind of each type. The host script has only the frequent ones. */

/** The row of a (lowered) type, or of its family: `image/*`, any JSON. */
const rowOf = (type: string) =>
  [type, type.endsWith("json") ? "application/json" : type.replace(/\/.*/, "/*")]
    .map((name) => __ROWS__.find((row) => row[0] === name))
    .find(Boolean);

/** Chunk and digest, of a chunk's name or of a type in the table. */
export function locate(name: string): [chunk: string, digest: string] {
  const chunk = (name.includes("/") && rowOf(name)?.[1]) || name;
  return [chunk, __CHUNKS__[chunk]!];
}

/** What a type's payload is: `text`, `binary` (as base64) or `json`. */
export const payloadOf = (type: string): "text" | "binary" | "json" =>
  rowOf(type)?.[2] ?? (type.startsWith("text/") ? "text" : "binary");
