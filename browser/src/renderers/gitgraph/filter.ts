/** Which commits match the filter. */

import type { Context } from "../../backendai-media.d.ts";
import { commitAt, type History, refsOf, textOf } from "./history.ts";
import { SLICE_COMMITS } from "./nodes.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";

/** The fields that a word is searched in; an id must begin with it. `author:` and `branch:` narrow that. */
const FIELDS: Record<string, string[]> = {
  author: ["author", "email"],
  branch: ["branch", "refs"],
  "": ["message", "author", "email", "oid", "branch", "refs"],
};

/** Fills `found` with a 1 for each row whose commit holds all words, yielding now and then; → how many. */
function* search(history: History, query: string, found: Uint8Array): Generator<void, number> {
  const wanted = query
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const [, field = "", rest = word] = /^(author|branch):(.*)$/.exec(word) ?? [];
      return { fields: FIELDS[field]!, word: rest };
    });
  let count = 0;
  for (let row = 0; row < found.length; row++) {
    const commit = commitAt(history, row);
    const holds = (field: string, word: string): boolean => {
      const value = field === "refs" ? refsOf(commit).join("\n") : textOf(commit[field]);
      const at = value.toLowerCase().indexOf(word);
      return field === "oid" ? !at : at >= 0;
    };
    if (wanted.every(({ fields, word }) => fields.some((field) => holds(field, word)))) {
      found[row] = 1;
      count++;
    }
    if (row % SLICE_COMMITS === 0) yield;
  }
  return count;
}

export interface Filter {
  /** 1 for each row that matches; `undefined` without a query or before the search is done. */
  readonly matches: Uint8Array | undefined;
  readonly count: number;
  set(query: string): void;
  /** Looks again, in another history; until then, `drop` forgets what was found. */
  again(): void;
  drop(): void;
  /** Returns the next matching row, up or down; outside the history if there is none. */
  next(row: number, step: number): number;
}

/** `changed` is called whenever a query changes `matches`. */
export function createFilter(context: Context, historyOf: () => History, changed: () => void): Filter {
  let query = "";
  let version = 0;
  let matches: Uint8Array | undefined;
  let count = 0;
  const drop = (): void => {
    version++;
    matches = undefined;
  };
  const look = (): void => {
    const call = ++version;
    const history = historyOf();
    const found = new Uint8Array(history.layout.rows);
    void runInTimeSlices(context, search(history, query, found), () => call !== version).then((number) => {
      matches = found;
      count = number;
      changed();
    });
  };
  return {
    get matches() {
      return matches;
    },
    get count() {
      return count;
    },
    drop,
    set(given) {
      query = given.trim();
      if (query) return look();
      drop();
      changed();
    },
    again() {
      if (query) look();
    },
    next(row, step) {
      if (!matches) return -1;
      let next = row < 0 && step < 0 ? matches.length : row;
      do next += step;
      while (matches[next] === 0);
      return next;
    },
  };
}
