/** JSON as a tree that is opened, searched and copied from, of any size. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { inSlices } from "../../shared/time-slice.ts";
import { parse } from "./parse.ts";
import { makeView, type View } from "./view.ts";

/** Milliseconds between two looks at a value that is still being read. */
const PAUSE = 250;

export function render(data: unknown, context: Context): RenderedItem | void {
  // Kernels send text, too: it is read here, so that its numbers stay as they are. Any other string is one.
  if (typeof data !== "string" || !/^\s*[[{]/.test(data.slice(0, 1000))) {
    makeView(data, context);
    return;
  }
  let view: View | undefined;
  let shown = 0;
  let grew = false;
  let started: () => void;
  const first = new Promise<void>((resolve) => (started = resolve));
  const show = (root: unknown): void => {
    if (view) grew = true;
    else {
      view = makeView(root, context);
      started();
    }
  };
  const paused = (): void => {
    if (!grew || performance.now() < shown + PAUSE) return;
    grew = false;
    shown = performance.now();
    view!.grow();
  };
  const whole = inSlices(context, parse(data, show), () => context.signal.aborted, paused).then(
    (root) => (view ? view.grow() : show(root)),
    () => {
      // What is no JSON is a string.
      context.host.replaceChildren();
      makeView(data, context);
    },
  );
  return { ready: Promise.race([whole, first]) };
}
