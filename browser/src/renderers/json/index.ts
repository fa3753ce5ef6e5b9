/** JSON as a tree that is opened, searched and copied from, of any size. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { parse } from "./parse.ts";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";
import { createView, type View } from "./view.ts";

/** Bokeh's, HoloViews' and other libraries' scripts for a host that knows them: no values to read. */
const SCRIPT = /_(load|exec)\.v\d+\+json$/;

/** Milliseconds between repaints of a value that is still being parsed. */
const REPAINT_INTERVAL_MS = 250;

export function render(data: unknown, context: Context): RenderedItem | void {
  if (SCRIPT.test(context.type)) throw messageError(messages.script_not_run);
  // Kernels send text, too: it is read here, so that its numbers stay as they are. Any other string is one.
  if (typeof data !== "string" || !/^\s*[[{]/.test(data.slice(0, 1000))) {
    createView(data, context);
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
      view = createView(root, context);
      started();
    }
  };
  const paused = (): void => {
    if (!grew || performance.now() < shown + REPAINT_INTERVAL_MS) return;
    grew = false;
    shown = performance.now();
    view!.grow();
  };
  const whole = runInTimeSlices(context, parse(data, show), () => context.signal.aborted, paused).then(
    (root) => (view ? view.grow() : show(root)),
    () => {
      // Invalid JSON is shown as a string.
      context.host.replaceChildren();
      createView(data, context);
    },
  );
  return { ready: Promise.race([whole, first]) };
}
