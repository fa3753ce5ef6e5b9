/** What a layout needs of commits, out of data that may be anything. Python's `nodes.py` does the same. */

import { GIT_MAX_PARENTS } from "../../shared/spec.ts";

/** A commit as received: only `oid` is known to be a string. */
export interface Commit {
  readonly oid: string;
  readonly [field: string]: unknown;
}

/** What was left out: "not a commit", "duplicate", "too many parents" or "cycle"; its position in the item; an id. */
export type Problem = [kind: string, place: number, oid: string];

export interface Nodes {
  /** Positions in the item. */
  places: Int32Array;
  /** Known parents of commit i are those from `starts[i]` to `starts[i + 1]`; -1: left out. */
  parents: Int32Array;
  starts: Int32Array;
  /** Its first parent, or -1 if unknown. */
  firsts: Int32Array;
  dangling: Map<number, string[]>;
  problems: Problem[];
  /** The most frequent branch. */
  label: string | undefined;
}

/** Commits between two checks of the clock. */
export const SLICE_COMMITS = 256;

const MAPS = 64;

export function* readNodes(commits: readonly unknown[]): Generator<void, Nodes> {
  const all = new Int32Array(commits.length);
  let size = 0;
  let links = 0;
  const dangling = new Map<number, string[]>();
  const problems: Problem[] = [];
  // One map of a million entries would stop the page each time it grows; these are of different sizes, so that each
  // grows at a time of its own.
  const maps = Array.from({ length: MAPS }, () => new Map<string, number>());
  const mapOf = (oid: string): Map<string, number> => {
    let hash = 0;
    for (let at = Math.max(0, oid.length - 8); at < oid.length; at++)
      hash = Math.imul(hash + oid.charCodeAt(at), 0x9e3779b1);
    return maps[Math.floor((2 ** ((hash >>> 0) / 2 ** 32) - 1) * MAPS)]!;
  };
  const counts = new Map<unknown, number>();
  let label: string | undefined;

  for (let place = 0; place < commits.length; place++) {
    const commit = commits[place] as Partial<Commit> | null;
    const oid = commit?.oid;
    if (typeof oid !== "string" || !oid) problems.push(["not a commit", place, ""]);
    else if (mapOf(oid).has(oid)) problems.push(["duplicate", place, oid]);
    else {
      mapOf(oid).set(oid, size);
      all[size++] = place;
      const { branch, parent_ids } = commit!;
      if (Array.isArray(parent_ids)) {
        links += Math.min(parent_ids.length, GIT_MAX_PARENTS);
        if (parent_ids.length > GIT_MAX_PARENTS) problems.push(["too many parents", place, oid]);
      }
      if (branch && typeof branch === "string") counts.set(branch, (counts.get(branch) ?? 0) + 1);
    }
    if (place % SLICE_COMMITS === 0) yield;
  }
  let most = 0;
  for (const [name, count] of counts) if (count > most) [label, most] = [name as string, count];

  const places = all.subarray(0, size);
  const parents = new Int32Array(links);
  const starts = new Int32Array(size + 1);
  const firsts = new Int32Array(size);
  let link = 0;
  for (let number = 0; number < size; number++) {
    const ids = (commits[places[number]!] as Commit).parent_ids;
    let first = -1;
    let index = 0;
    if (Array.isArray(ids)) {
      const unique = ids.length > 1 ? [...new Set(ids.slice(0, GIT_MAX_PARENTS) as unknown[])] : (ids as unknown[]);
      for (let at = 0; at < unique.length; at++) {
        const id = unique[at];
        if (typeof id !== "string" || !id) continue;
        const parent = mapOf(id).get(id) ?? -1;
        if (parent === number) problems.push(["cycle", places[number]!, id]);
        else if (parent < 0) {
          const others = dangling.get(number);
          if (others) others.push(id);
          else dangling.set(number, [id]);
        } else {
          parents[link++] = parent;
          if (!index) first = parent;
        }
        index++;
      }
    }
    starts[number + 1] = link;
    firsts[number] = first;
    if (number % SLICE_COMMITS === 0) yield;
  }
  return { places, parents: parents.subarray(0, link), starts, firsts, dangling, problems, label };
}
