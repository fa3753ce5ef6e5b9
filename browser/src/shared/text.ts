/** Interface texts and numbers in them. */

/** Fills the `{…}` of an interface text; numbers as the user's language writes them. */
export const fillText = (line: string, values: Readonly<Record<string, number | string>>): string =>
  line.replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.toLocaleString() ?? whole);
