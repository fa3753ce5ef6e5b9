/** What HTML gets beyond being shown: its formulas, its scripts in a frame, tables that sort, a fold where it is long, anchors. */

import type { Context } from "../../backendai-media.d.ts";
import type { Paper } from "../../shared/chunk-interfaces.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import { slug } from "../../shared/text.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { styleTools } from "./notices.ts";
import { hasOther, isBlank, yielding } from "../../shared/blank.ts";
import * as messages from "../../shared/messages.ts";

/** CSS pixels beyond which HTML is folded. */
const FOLD_HEIGHT_PX = 2400;

interface Scripts {
  explainText(context: Context): void;
  keepPlace(context: Context, markup: string): void;
  withScripts(root: ShadowRoot, markup: string, context: Context): Promise<void>;
}
interface DataFrames {
  enhance(root: ShadowRoot, context: Context): void;
}
interface Formulas {
  showFormulas(root: ShadowRoot, context: Context): Promise<void>;
}

/** Tables that pandas, its Styler and polars make. */
const FRAMES = "table.dataframe, table[id^=T_]";

/** What to do when an element comes near the screen. Inspecting distant ones would force their layout. */
const waiting = new WeakMap<Element, () => void>();
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) finish(target);
  },
  { rootMargin: "100%" },
);
function finish(frame: Element): void {
  near.unobserve(frame);
  waiting.get(frame)?.();
  waiting.delete(frame);
}

/**
 * Called when all of `markup` is in `root`, sanitised, and again when something else takes its place. Rejects where nothing
 * of it shows and the bundle has another type.
 */
export async function enrich(
  root: ShadowRoot,
  markup: string,
  context: Context,
  blocked: readonly [Element, URL][],
): Promise<void> {
  await runInTimeSlices(context, offer(blocked, context));
  await runInTimeSlices(context, sayEmpty(root, context));
  const frame = root.host.parentElement!;
  waiting.set(frame, () => {
    if (context.signal.aborted) return;
    fold(root.host as HTMLElement, context);
    if (!root.querySelector(FRAMES)) return;
    // Only a convenience is missing then: the sanitised markup is shown.
    context.load("dataframe").then(
      (dataFrames) => {
        if (!context.signal.aborted) (dataFrames as DataFrames).enhance(root, context);
      },
      () => {},
    );
  });
  near.observe(frame);
  if (root.querySelector("table"))
    context.load("paper").then(
      (paper) => (paper as Paper).fit(root, context),
      () => {},
    );
  // Markdown has rules of its own for formulas.
  if (context.type === "text/html" && /\$\$|\\[([]/.test(markup)) {
    const formulas = (await context.load("formulas").catch(() => undefined)) as Formulas | undefined;
    await formulas?.showFormulas(root, context);
  }
  if (/<script|srcdoc/i.test(markup)) {
    const scripts = await context.load("scripts").catch(() => undefined);
    if (!context.signal.aborted) await (scripts as Scripts | undefined)?.withScripts(root, markup, context);
  }
  // Scripts, or a frame that was made for them, are beside it.
  const isAlone = frame.parentElement?.childElementCount === 1;
  if (!isAlone || !isBlank(root)) return;
  // Where scripts may run, the next output's may draw in it.
  if (/\bid=/i.test(markup) && /sandbox/.test(JSON.stringify(context.options.active ?? "")))
    await context.load("scripts").then(
      (scripts) => (scripts as Scripts).keepPlace(context, markup),
      () => {},
    );
  if (hasOther(context)) throw yielding(messages.shows_nothing);
}

/** Buttons that load what HTML may not load by itself. */
function* offer(blocked: readonly [Element, URL][], { translate }: Context): Generator<void> {
  for (const [element, { host, href }] of blocked) {
    const button = createButton("", translate(messages.load_from, { host }), () => {
      button.remove();
      element.setAttribute("src", href);
    });
    button.title = href;
    (element.closest("video,audio,picture") ?? element).before(button);
    yield;
  }
}

/** Says which data frames have no values. */
function* sayEmpty(root: ShadowRoot, { translate }: Context): Generator<void> {
  for (const table of root.querySelectorAll(FRAMES)) {
    if (!table.querySelector("tbody td")) table.after(createElement("small", "empty", translate(messages.empty_table)));
    yield;
  }
}

/** Says above a text why it stands for HTML. */
export const explainText = (context: Context): Promise<void> =>
  context.load("scripts").then(
    (scripts) => (scripts as Scripts).explainText(context),
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

/** The element of an id or (in older documents) a name. */
const named = (root: ShadowRoot, name: string): Element | null =>
  root.getElementById(name) ?? root.querySelector(`a[name="${CSS.escape(name)}"]`);

/** Scrolls to the element that `#fragment` names: in this output, else in the first one of the document that has it. */
export function goTo(root: ShadowRoot, fragment: string): void {
  let name = fragment;
  try {
    name = decodeURIComponent(fragment);
  } catch {
    // Use it undecoded.
  }
  const others = (): ShadowRoot[] =>
    [...(root.host.getRootNode() as ParentNode & Node).querySelectorAll(".backendai-html > div")].flatMap(
      ({ shadowRoot }) => shadowRoot ?? [],
    );
  const find = (name: string): Element | null => {
    for (const other of [root, ...others()]) {
      const place = named(other, name);
      if (place) return place;
    }
    return null;
  };
  // Headings' ids differ from what other viewers make of their text.
  const place = find(name) ?? find(slug(name));
  if (!place) return;
  const frame = (place.getRootNode() as ShadowRoot).host.parentElement!;
  // It may be in a part that is folded, or would be once it is near.
  finish(frame);
  frame.parentElement!.querySelector<HTMLElement>(":scope > .backendai-fold button")?.click();
  // Until it is laid out, engines know neither where the place is nor what an opened part will take.
  frame.style.contentVisibility = "visible";
  for (let one = place.closest("details"); one; one = one.parentElement?.closest("details") ?? null) one.open = true;
  place.scrollIntoView();
}

/** Milliseconds between looks whether a picture that comes is still in view. */
const POLL_MS = 100;

const isInView = (image: HTMLElement): boolean =>
  !document.hidden && !!image.offsetParent && Math.abs(image.getBoundingClientRect().top) < innerHeight;

/**
 * Resolves when a picture that has not come is off screen, hidden or detached: the browser may never load it, and nobody
 * waits for it. What is above may push it away later.
 */
export const whenOutOfView = (image: HTMLImageElement): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!isInView(image)) resolve();
      else if (!image.complete) setTimeout(look, POLL_MS);
    };
    setTimeout(look);
  });
