/** Searches in sorted lists. */

/** The first position in sorted `list` that holds `value` or more. */
export function lowerBound(list: ArrayLike<number>, value: number): number {
  let low = 0;
  for (let high = list.length; low < high;) {
    const middle = (low + high) >> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
