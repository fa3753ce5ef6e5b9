/** What HTML gets beyond being shown: its formulas, its scripts in a frame, tables that sort, a fold where it is long, anchors. */

import type { Context } from "../../backendai-media.d.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import { styleTools } from "./style.ts";
import * as messages from "../../shared/messages.ts";

/** CSS pixels beyond which HTML is folded. */
const FOLD_HEIGHT_PX = 2400;

interface Frames {
  withScripts(root: ShadowRoot, markup: string, context: Context): void;
}
interface DataFrames {
  enhance(root: ShadowRoot, context: Context): void;
}
interface Formulas {
  showFormulas(root: ShadowRoot, context: Context): Promise<void>;
}

/** What to do when an element comes near the screen. Inspecting distant ones would force their layout. */
const waiting = new WeakMap<Element, () => void>();
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      waiting.get(target)?.();
      waiting.delete(target);
    }
  },
  { rootMargin: "100%" },
);

/** Called when all of `markup` is in `root`, sanitised, and again when something else takes its place. */
export async function enrich(root: ShadowRoot, markup: string, context: Context): Promise<void> {
  const frame = root.host.parentElement!;
  waiting.set(frame, () => {
    if (context.signal.aborted) return;
    fold(root.host as HTMLElement, context);
    if (!root.querySelector("table.dataframe, table[id^=T_]")) return;
    // Only a convenience is missing then: the sanitised markup is shown.
    context.load("dataframe").then(
      (dataFrames) => {
        if (!context.signal.aborted) (dataFrames as DataFrames).enhance(root, context);
      },
      () => {},
    );
  });
  near.observe(frame);
  // Markdown has rules of its own for formulas.
  if (context.type === "text/html" && /\$\$|\\[([]/.test(markup)) {
    const formulas = (await context.load("formulas").catch(() => undefined)) as Formulas | undefined;
    await formulas?.showFormulas(root, context);
  }
  if (!/<script|srcdoc/i.test(markup)) return;
  const frames = await context.load("frame").catch(() => undefined);
  if (!context.signal.aborted) (frames as Frames | undefined)?.withScripts(root, markup, context);
}

/** Clips a high element; a button below shows the rest. */
function fold(element: HTMLElement, { host, translate }: Context): void {
  const frame = element.parentElement!;
  if (host.querySelector(":scope > .backendai-fold") || element.scrollHeight < FOLD_HEIGHT_PX) return;
  const unfold = (): void => {
    mark.remove();
    frame.classList.remove("backendai-folded");
  };
  const mark = createElement("div", "fold", createButton("button", translate(messages.show_all), unfold));
  styleTools(host);
  frame.classList.add("backendai-folded");
  host.append(mark);
}

/** Scrolls to the element that `#fragment` names, by id or (in older documents) by name. */
export function goTo(root: ShadowRoot, fragment: string): void {
  let name = fragment;
  try {
    name = decodeURIComponent(fragment);
  } catch {
    // Use it undecoded.
  }
  const place = root.getElementById(name) ?? root.querySelector(`[name="${CSS.escape(name)}"]`);
  if (!place) return;
  // It may be in the folded part.
  root.host.parentElement!.parentElement!.querySelector<HTMLElement>(":scope > .backendai-fold button")?.click();
  place.scrollIntoView();
}
