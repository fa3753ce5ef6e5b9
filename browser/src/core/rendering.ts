/** One call of a renderer, and what it is given. */

import type { Context, Metadata, RenderedItem } from "../backendai-media.d.ts";
import { schedule } from "./schedule.ts";

/** What all items of a result are given alike. */
export type SharedContext = Omit<Context, "host" | "type" | "metadata" | "signal" | "schedule">;

/** The element that a renderer fills, what it returned, and what tells it to stop. */
export interface Rendering {
  readonly host: HTMLElement;
  readonly controller: AbortController;
  item?: RenderedItem | undefined;
}

export function endRendering(rendering: Rendering | undefined): void {
  if (!rendering) return;
  const { controller, item } = rendering;
  controller.abort();
  rendering.item = undefined;
  try {
    item?.dispose?.();
  } catch {
    // A renderer that cannot clean up must not keep the rest from being freed.
  }
}

/** What a renderer is given; `broken` is told what a job that it scheduled throws. */
export const makeContext = (
  shared: SharedContext,
  { host, controller: { signal } }: Rendering,
  type: string,
  metadata: Metadata,
  broken: (error: unknown) => void,
): Context => ({
  ...shared,
  host,
  type,
  metadata,
  signal,
  schedule: (job) =>
    schedule(() => {
      if (signal.aborted) return;
      try {
        job();
      } catch (error) {
        broken(error);
      }
    }),
});
