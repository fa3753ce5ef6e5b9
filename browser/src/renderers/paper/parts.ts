/** Which columns stand together on paper. */

/** CSS pixels of a line on A4 and Letter, within usual margins. */
export const PAPER_PX = 660;
/** The part of a line that repeated columns may take. */
const MAX_REPEATED = 1 / 3;

/** Columns of each part of a table, by their widths; the first `repeated` ones stand in each, unless they are wide. */
export function divide(widths: readonly number[], repeated: number): number[][] {
  const first = widths.slice(0, repeated).map((_, place) => place);
  const taken = first.reduce((sum, place) => sum + widths[place]!, 0);
  const again = taken <= PAPER_PX * MAX_REPEATED ? first : [];
  const parts: number[][] = [];
  let part: number[] = [];
  let left = PAPER_PX;
  widths.forEach((width, place) => {
    if (width > left && part.length > (parts.length ? again.length : 0)) {
      parts.push(part);
      part = [...again];
      left = PAPER_PX - (again.length && taken);
    }
    part.push(place);
    left -= width;
  });
  return [...parts, part];
}
