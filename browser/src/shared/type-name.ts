/** A type string as it is looked up: trimmed, lowered, without parameters. */
export const typeName = (type: string): string => type.split(";")[0]!.trim().toLowerCase();
