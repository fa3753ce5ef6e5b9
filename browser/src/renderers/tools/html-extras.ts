/** What HTML gets beyond being shown: its scripts in a frame, tables that sort, a fold where it is long, anchors. */

import type { Context } from "../../backendai-media.d.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import { styleTools } from "./style.ts";
import { hasOther, isBlank, yielding } from "../../shared/blank.ts";
import * as messages from "../../shared/messages.ts";

/** CSS pixels beyond which HTML is folded. */
const FOLD_HEIGHT_PX = 2400;

interface Frames {
  explainText(context: Context): void;
  keepPlace(context: Context, markup: string): void;
  withScripts(root: ShadowRoot, markup: string, context: Context): Promise<void>;
}
interface DataFrames {
  enhance(root: ShadowRoot, context: Context): void;
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

/**
 * Called when all of `markup` is in `root`, sanitised, and again when something else takes its place. Rejects where nothing
 * of it shows and the bundle has another type.
 */
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
  if (/<script|srcdoc/i.test(markup)) {
    const frames = await context.load("frame").catch(() => undefined);
    if (!context.signal.aborted) await (frames as Frames | undefined)?.withScripts(root, markup, context);
  }
  // Scripts, or a frame that was made for them, are beside it.
  const isAlone = frame.parentElement?.childElementCount === 1;
  if (!isAlone || !isBlank(root)) return;
  // Where scripts may run, the next output's may draw in it.
  if (/\bid=/i.test(markup) && /sandbox/.test(JSON.stringify(context.options.active ?? "")))
    await context.load("frame").then(
      (frames) => (frames as Frames).keepPlace(context, markup),
      () => {},
    );
  if (hasOther(context)) throw yielding(messages.shows_nothing);
}

/** Says above a text why it stands for HTML. */
export const explainText = (context: Context): Promise<void> =>
  context.load("frame").then(
    (frames) => (frames as Frames).explainText(context),
    () => {},
  );

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
