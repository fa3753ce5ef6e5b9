/** Which values are open, and the rows that result. Rows are not stored: they are computed from a position in the list. */

import { lowerBound } from "../../shared/search.ts";
import { childOf, isBranch, keysOf, sizeOf } from "./nodes.ts";

/** An open value. */
export interface Branch {
  readonly value: object;
  readonly keys: readonly string[] | undefined;
  size: number;
  /** Rows below its own. */
  rows: number;
  readonly level: number;
  readonly parent: Branch | undefined;
  /** Its index in its parent. */
  readonly at: number;
  readonly open: Map<number, Branch>;
  /** Indices of its open children, in order. */
  order: number[];
}

/** A row: a child of an open value, or the root. */
export interface Row {
  readonly parent: Branch | undefined;
  readonly at: number;
  readonly value: unknown;
  readonly branch: Branch | undefined;
}

const createBranch = (value: object, parent?: Branch, at = 0): Branch => {
  const size = sizeOf(value);
  const level = (parent?.level ?? 0) + 1;
  return { value, keys: keysOf(value), size, rows: size, level, parent, at, open: new Map(), order: [] };
};

export const levelOf = ({ parent }: Row): number => (parent?.level ?? 0) + 1;

/** A row's path from the root. */
export function pathOf({ parent, at }: Row): (string | number)[] {
  const path: (string | number)[] = [];
  for (let [branch, index] = [parent, at]; branch; [branch, index] = [branch.parent, branch.at])
    path.push(branch.keys?.[index] ?? index);
  return path.reverse();
}

export interface Tree {
  /** How many rows there are. */
  count(): number;
  row(place: number): Row;
  /** The position of a row. */
  place(row: Pick<Row, "parent" | "at">): number;
  child(parent: Branch, at: number): Row;
  root(): Row;
  toggle(row: Row, on: boolean): void;
  /** Takes in what was added to values that are open. */
  grow(): void;
}

export function createTree(value: unknown): Tree {
  let top = isBranch(value) ? createBranch(value) : undefined;

  const add = (from: Branch | undefined, rows: number): void => {
    for (let branch = from; branch; branch = branch.parent) branch.rows += rows;
  };
  const child = (parent: Branch, at: number): Row => ({
    parent,
    at,
    value: childOf(parent.value, at, parent.keys),
    branch: parent.open.get(at),
  });
  const tree: Tree = {
    count: () => 1 + (top?.rows ?? 0),
    root: () => ({ parent: undefined, at: 0, value, branch: top }),
    child,
    row(place) {
      let left = place - 1;
      let branch = top;
      descend: while (branch && left >= 0) {
        let before = 0;
        for (const at of branch.order) {
          if (left <= at + before) break;
          const inner: Branch = branch.open.get(at)!;
          if (left <= at + before + inner.rows) {
            left -= at + before + 1;
            branch = inner;
            continue descend;
          }
          before += inner.rows;
        }
        return child(branch, left - before);
      }
      return tree.root();
    },
    place({ parent, at }) {
      let place = 0;
      for (let [branch, index] = [parent, at]; branch; [branch, index] = [branch.parent, branch.at]) {
        place += index + 1;
        for (const other of branch.order) {
          if (other >= index) break;
          place += branch.open.get(other)!.rows;
        }
      }
      return place;
    },
    toggle({ parent, at, value, branch }, on) {
      if (!isBranch(value) || on === !!branch) return;
      if (!parent) {
        top = on ? createBranch(value) : undefined;
        return;
      }
      const place = lowerBound(parent.order, at);
      if (branch) {
        parent.open.delete(at);
        parent.order.splice(place, 1);
        add(parent, -branch.rows);
      } else {
        const made = createBranch(value, parent, at);
        parent.open.set(at, made);
        parent.order.splice(place, 0, at);
        add(parent, made.rows);
      }
    },
    grow() {
      const walk = top ? [top] : [];
      for (let branch = walk.pop(); branch; branch = walk.pop()) {
        const more = sizeOf(branch.value) - branch.size;
        branch.size += more;
        if (more) add(branch, more);
        walk.push(...branch.open.values());
      }
    },
  };
  return tree;
}

/** Opens values from the root, level by level, as long as few rows are the outcome. */
export function openSome(tree: Tree, levels: number, most: number): void {
  tree.toggle(tree.root(), true);
  for (let level = 1, rows = [tree.root()]; level < levels; level++) {
    const next: Row[] = [];
    for (const { branch } of rows) {
      if (!branch) continue;
      for (let at = 0; at < Math.min(branch.size, most); at++) {
        const row = tree.child(branch, at);
        if (!isBranch(row.value) || tree.count() + sizeOf(row.value) > most) continue;
        tree.toggle(row, true);
        next.push(tree.child(branch, at));
      }
    }
    rows = next;
  }
}
