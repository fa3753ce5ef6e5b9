/** The table of types (`types.json`, highest rank first), and what follows from it for types that are not in it. */

/** Type → [its chunk (`null`: it has no renderer yet), what its payload is]. */
export const table = new Map(
  __TYPES__.split(",").map((row) => {
    const [type, chunk, payload] = row.split(" ");
    return [type!, { chunk, payload }];
  }),
);

/** A type string as it is looked up: trimmed, lowered, without parameters. */
export const typeName = (type: string): string => type.split(";")[0]!.trim().toLowerCase();

/** What a type's payload is, `text`, `binary` or `json`; `undefined`: any value. */
export const payloadOf = (type: string): string | undefined =>
  table.get(type)?.payload ?? (type.endsWith("json") ? "json" : undefined);
