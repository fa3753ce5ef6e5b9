/** What keys do in the tree: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/. */

import { isBranch } from "./nodes.ts";
import type { Row, Tree } from "./tree.ts";

/** Rows among which a typed letter looks for a key; siblings that `*` opens. */
const SEARCH_ROWS = 1000;

/** → the place to go to, after opening or closing what the key opens or closes; `undefined`: the key does nothing. */
export function pressed(event: KeyboardEvent, tree: Tree, place: number, page: number): number | undefined {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey) return undefined;
  const last = tree.count() - 1;
  const row = tree.row(Math.max(0, place));
  const toggle = (on: boolean): number => {
    tree.toggle(row, on);
    return Math.max(0, place);
  };
  const bounded = (to: number): number => Math.max(0, Math.min(last, to));
  if (key === "ArrowDown") return bounded(place + 1);
  if (key === "ArrowUp") return bounded(place - 1);
  if (key === "PageDown") return bounded(place + page);
  if (key === "PageUp") return bounded(place - page);
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "ArrowRight") return !isBranch(row.value) ? undefined : row.branch ? bounded(place + 1) : toggle(true);
  if (key === "ArrowLeft") {
    if (row.branch) return toggle(false);
    return row.parent ? tree.place({ parent: row.parent.parent, at: row.parent.at }) : undefined;
  }
  if ((key === "Enter" || key === " ") && isBranch(row.value)) return toggle(!row.branch);
  if (key === "*" && row.parent) {
    const { parent, at } = row;
    const from = Math.max(0, at - SEARCH_ROWS);
    for (let i = from; i < Math.min(parent.size, from + 2 * SEARCH_ROWS); i++) tree.toggle(tree.child(parent, i), true);
    return tree.place(row);
  }
  if (key.length === 1 && key.trim()) {
    const begins = ({ parent, at }: Row): boolean =>
      `${parent?.keys?.[at] ?? at}`.toLowerCase().startsWith(key.toLowerCase());
    for (let to = place + 1; to <= Math.min(last, place + SEARCH_ROWS); to++) if (begins(tree.row(to))) return to;
  }
  return undefined;
}
