/** What a page shows in parts is whole where nothing scrolls and nobody clicks: on paper, and in exported files. */

import type { Context } from "../../backendai-media.d.ts";
import type { Paper, Whole } from "../../shared/chunk-interfaces.ts";
import { adopt } from "../../shared/dom.ts";
import css from "./style.css";
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
  standing = [];
  let left = MAX_ELEMENTS;
  for (const held of attended) {
    const element = held.deref();
    if (!element) attended.delete(held);
    if (!element?.isConnected) continue;
    const made = element.whole!(left);
    if (!made) continue;
    left = Math.max(0, left - made.getElementsByTagName("*").length);
    made.classList.add("backendai-paper");
    element.classList.add("backendai-screen");
    element.after(made);
    standing.push(made);
  }
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

export const attend: Paper["attend"] = (element, make, { signal }) => {
  adopt(css, element);
  const held = new WeakRef(Object.assign(element, { whole: make }));
  attended.add(held);
  signal.addEventListener("abort", () => attended.delete(held));
};

export function fit(root: ShadowRoot, context: Context): void {
  for (const table of root.querySelectorAll("table"))
    if (!table.parentElement?.closest("table")) attend(table, () => inParts(table), context);
}
