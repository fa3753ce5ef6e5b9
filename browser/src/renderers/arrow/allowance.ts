/** How much of a value is read. */

/**
 * What one cell may still have: elements of lists and records, UTF-16 units of texts that are read, and of the text that is
 * made of all. Few bytes can encode very many of them.
 */
export const allowance = { left: 0, units: 0, room: 0 };

/** A text, as much of it as the cell may still have. */
export const clipped = (text: string): string => {
  const { units } = allowance;
  allowance.units = Math.max(0, units - text.length);
  return text.length > units ? `${text.slice(0, units)}…` : text;
};
