/** Binary searches. */

/** The first index up to `length` for which `isBefore` is false; it must be true for all that come before that one. */
export function partitionPoint(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  for (let high = length; low < high;) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first position in sorted `list` that holds `value` or more. */
export const lowerBound = (list: ArrayLike<number>, value: number): number =>
  partitionPoint(list.length, (index) => list[index]! < value);
