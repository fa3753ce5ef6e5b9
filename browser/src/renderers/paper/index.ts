/** What a page shows in parts is whole where nothing scrolls and nobody clicks: on paper, and in exported files. */

import type { Context } from "../../backendai-media.d.ts";
import type { Paper, Whole } from "../../shared/chunk-interfaces.ts";
import { adopt } from "../../shared/dom.ts";
import css from "./style.css";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { inParts } from "./html-table.ts";

export { tableOf } from "./table.ts";

/** Elements that are made for one print. */
const MAX_ELEMENTS = 300_000;

/** Weakly held: a page may drop a container without a word. */
const attended = new Set<WeakRef<Whole>>();
/** What stands for elements now. */
let standing: Element[] | undefined;

function lay(): void {
  if (standing) return;
  const shown: [Whole, Element][] = [];
  let left = MAX_ELEMENTS;
  for (const held of attended) {
    const element = held.deref();
    if (!element) attended.delete(held);
    if (!element?.isConnected) continue;
    const made = element.whole!(left);
    if (!made) continue;
    left = Math.max(0, left - made.getElementsByTagName("*").length);
    shown.push([element, made]);
  }
  // All are measured first: each that is put in has the page laid out again.
  standing = shown.map(([element, made]) => {
    made.classList.add("backendai-paper");
    element.classList.add("backendai-screen");
    element.after(made);
    return made;
  });
}

function clear(): void {
  for (const made of standing ?? []) {
    made.previousElementSibling?.classList.remove("backendai-screen");
    made.remove();
  }
  standing = undefined;
}

const paper = matchMedia("print");
addEventListener("beforeprint", lay);
addEventListener("afterprint", clear);
paper.addEventListener("change", () => (paper.matches ? lay() : clear()));

function hold(element: Whole, make: Whole["whole"] & {}): WeakRef<Whole> {
  const held = new WeakRef(Object.assign(element, { whole: make }));
  attended.add(held);
  return held;
}

export const attend: Paper["attend"] = (element, make, { signal }) => {
  adopt(css, element);
  const held = hold(element, make);
  signal.addEventListener("abort", () => attended.delete(held));
};

/** In slices. A signal looks through all of its listeners for each that it gets: one is for all tables. */
export function fit(root: ShadowRoot, context: Context): void {
  const held: WeakRef<Whole>[] = [];
  context.signal.addEventListener("abort", () => {
    for (const one of held) attended.delete(one);
  });
  adopt(css, root.firstElementChild ?? root.host);
  const each = function* (): Generator<void> {
    for (const table of root.querySelectorAll("table")) {
      if (!table.parentElement?.closest("table")) held.push(hold(table, () => inParts(table)));
      yield;
    }
  };
  void runInTimeSlices(context, each());
}
