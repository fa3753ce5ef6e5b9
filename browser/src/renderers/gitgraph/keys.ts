/** What keys do in the list. */

import { childrenOf, type History, parentsOf } from "./history.ts";

/** → the row that a key leads to, `undefined`: none. Left and right go to a child and a parent, with Shift to the last one. */
export function goal(
  { key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent,
  history: History,
  selected: number,
  { flip, page }: { flip(row: number): number; page: number },
): number | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const last = history.layout.total - 1;
  const place = selected < 0 ? -1 : flip(selected);
  const to = (goal: number): number => flip(Math.max(0, Math.min(last, goal)));
  if (key === "ArrowDown") return to(place + 1);
  if (key === "ArrowUp") return to(place - 1);
  if (key === "PageDown") return to(place + page);
  if (key === "PageUp") return to(place - page);
  if (key === "Home") return to(0);
  if (key === "End") return to(last);
  const relatives = key === "ArrowRight" ? parentsOf : key === "ArrowLeft" ? childrenOf : undefined;
  return selected < 0 ? undefined : relatives?.(history, selected).at(shiftKey ? -1 : 0);
}
