/** Commits and their layout: what the parts of the view ask. */

import type { Layout } from "./layout.ts";
import type { Commit } from "./nodes.ts";
import { lowerBound } from "../../shared/search.ts";

export interface History {
  readonly commits: readonly unknown[];
  readonly layout: Layout;
}

export const commitAt = ({ commits, layout }: History, row: number): Commit => commits[layout.places[row]!] as Commit;

/** Returns the row of a commit, or -1. */
export function rowOfOid(history: History, oid: string | undefined): number {
  let row = oid === undefined ? -1 : history.layout.rows - 1;
  while (row >= 0 && commitAt(history, row).oid !== oid) row--;
  return row;
}

/** Longest text of a field that gets into the page, and how many branches and tags of a commit do. */
const MAX_FIELD_UNITS = 500;
const MAX_REFS = 1000;

export const textOf = (value: unknown): string => (typeof value === "string" ? value.slice(0, MAX_FIELD_UNITS) : "");
export const subjectOf = ({ message }: Commit): string => textOf(message).split("\n", 1)[0]!;
export const shortOf = (oid: string): string => oid.slice(0, 7);

export const refsOf = ({ refs }: Commit): string[] =>
  Array.isArray(refs)
    ? refs
        .slice(0, MAX_REFS)
        .filter((ref) => typeof ref === "string")
        .map(textOf)
    : [];

/** What a ref is, and how it is called. */
export function nameOf(ref: string): [kind: string, name: string] {
  const [, kind = "", name = ref] = /^refs\/(heads|tags|remotes)\/(.*)/s.exec(ref) ?? [];
  return [kind || (ref === "HEAD" ? "head" : ""), kind ? name : ref.replace(/^refs\//, "")];
}

/** When a commit was written; `undefined`: nobody knows. */
export function dateOf({ time }: Commit): Date | undefined {
  const date = new Date(typeof time === "number" ? time * 1000 : NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
let format: Intl.RelativeTimeFormat;

/** How long ago that was, in words. */
export function agoOf(date: Date): string {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1)!;
  try {
    format ??= new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "auto" });
  } catch {
    format = new Intl.RelativeTimeFormat();
  }
  return format.format(Math.trunc(seconds / size), unit);
}

/** Rows of a commit's parents, the first one first. */
export function parentsOf({ layout: { children, segments, bottoms } }: History, row: number): number[] {
  const found: number[] = [];
  for (let link = lowerBound(children, row); children[link] === row; link++) found.push(bottoms[segments[link]!]!);
  return found.filter((parent) => parent >= 0);
}

/** Rows of a commit's children, the one nearest first. */
export function childrenOf({ layout: { children, segments, bottoms, tops } }: History, row: number): number[] {
  const leading = new Set<number>();
  let first = row;
  for (let segment = lowerBound(tops, row) - 1; segment >= 0; segment--) {
    if (bottoms[segment] !== row) continue;
    leading.add(segment);
    first = tops[segment]!;
  }
  const found: number[] = [];
  for (let link = lowerBound(children, row) - 1; children[link]! >= first; link--)
    if (leading.has(segments[link]!)) found.push(children[link]!);
  return found;
}

/** Returns the row that a key leads to. Left and right go to the first child or parent, with Shift to the last one. */
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
