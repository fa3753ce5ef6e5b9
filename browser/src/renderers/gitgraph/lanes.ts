/** Which lanes are free; lane 0 never is. Python's `lanes.py` does the same. */

import { GIT_LANE_SEARCH_DISTANCE } from "../../shared/spec.ts";

export interface Lanes {
  readonly taken: boolean[];
  release(lane: number): void;
  /** Lets a lane be found again, if it is free. */
  settle(lane: number): void;
  /** A free lane, see point 7 of Python's `layout.py`. It is not taken yet. */
  near(lane: number): number;
}

export function createLanes(): Lanes {
  const taken = [true];
  const listed = [true];
  /** A heap of free lanes, and of some that were taken meanwhile. */
  const free: number[] = [];

  const add = (lane: number): void => {
    let at = free.push(lane) - 1;
    for (let above; at && free[(above = (at - 1) >> 1)]! > lane; at = above) free[at] = free[above]!;
    free[at] = lane;
  };
  const least = (): number => {
    const found = free[0]!;
    const last = free.pop()!;
    const size = free.length;
    if (size) {
      let at = 0;
      for (let below; (below = 2 * at + 1) < size; at = below) {
        if (below + 1 < size && free[below + 1]! < free[below]!) below++;
        if (free[below]! >= last) break;
        free[at] = free[below]!;
      }
      free[at] = last;
    }
    return found;
  };
  const settle = (lane: number): void => {
    if (taken[lane] || listed[lane]) return;
    listed[lane] = true;
    add(lane);
  };

  return {
    taken,
    settle,
    release(lane) {
      if (lane) taken[lane] = false;
      settle(lane);
    },
    near(lane) {
      for (let distance = 0; distance <= GIT_LANE_SEARCH_DISTANCE; distance++) {
        if (lane > distance && !taken[lane - distance]) return lane - distance;
        if (taken[lane + distance] === false) return lane + distance;
      }
      while (free.length) {
        const found = least();
        listed[found] = false;
        if (!taken[found]) return found;
      }
      listed.push(false);
      return taken.push(false) - 1;
    },
  };
}
