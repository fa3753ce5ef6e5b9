/** How far what one call shows has come: its promise and its report. */

import type { Failure, Report } from "../backendai-media.d.ts";
import type { Watcher } from "./slot.ts";

/** The result that a call is part of. */
export interface ProgressOwner {
  /** What settles calls that have not settled, with what they have. */
  readonly pending: Set<() => void>;
  emit(name: string, detail: object): void;
}

export interface Progress {
  /** Settles when all that was begun has ended, or something newer took over. */
  readonly done: Promise<Report>;
  /** Begins an item, which stands at `index` in the caller's lists. */
  begin(index: number): Watcher;
  /** Ends one of what was begun: an item, or the call itself. */
  end(): void;
}

export function startProgress({ pending, emit }: ProgressOwner): Progress {
  const report: Report = { rendered: 0, failed: [] };
  const { promise, resolve } = Promise.withResolvers<Report>();
  /** What was begun and has not ended: the call itself, and items that do not show yet. */
  let left = 1;

  const supersede = (): void => resolve({ ...report, superseded: true });
  const end = (): void => {
    left--;
    if (left || !pending.delete(supersede)) return;
    emit("rendered", report);
    resolve(report);
  };
  pending.add(supersede);
  return {
    done: promise,
    begin(index) {
      left++;
      return {
        failed(type, error) {
          const failure: Failure = { index, type, error };
          report.failed.push(failure);
          emit("error", failure);
        },
        shown(ok) {
          if (ok) report.rendered++;
          end();
        },
      };
    },
    end,
  };
}
