/** Formulas within HTML, at the places that the tools found. */

import type { Context, RenderedItem, Renderer } from "../../backendai-media.d.ts";
import { sheetsFor } from "../../shared/dom.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";

/** A formula in HTML. */
export interface Place {
  /** Holds the source until it is typeset. */
  readonly element: Element;
  readonly content: string;
  readonly display: boolean;
  /** The source with its delimiters. */
  readonly whole: string;
}

interface Latex {
  readonly style: string;
  createTypesetter(
    context: Context,
    again: () => PromiseLike<unknown>,
  ): (content: string, display: boolean, whole: string) => string;
  settled(context: Context): Promise<void>;
}

/** Puts a formula into each place of `root`: sanitised in a shadow root of its own, which is then emptied into the places. */
export async function typesetPlaces(root: ShadowRoot, places: readonly Place[], context: Context): Promise<void> {
  // Without the chunk their sources are shown.
  const latex = (await context.load("latex").catch(() => undefined)) as Latex | undefined;
  if (!latex || context.signal.aborted) return;
  const { createTypesetter, style, settled } = latex;
  const { render } = (await context.load("html")) as Renderer;
  const options = { ...context.options, sanitize: { ...context.options.sanitize, limit: Infinity } };
  let version = 0;

  async function show(): Promise<void> {
    const call = ++version;
    const isStale = (): boolean => call !== version;
    const typeset = createTypesetter(context, show);
    const work = function* (): Generator<void, string> {
      const parts = [`<style>${style}</style>`];
      for (const { content, display, whole } of places) {
        if (isStale()) break;
        parts.push(`<span>${typeset(content, display, whole)}</span>`);
        yield;
      }
      return parts.join("");
    };
    const markup = await runInTimeSlices(context, work());
    const host = document.createElement("div");
    const shown = (await render("", { ...context, host, options, type: "text/latex" })) as RenderedItem;
    await shown.update!(markup, {});
    shown.dispose!();
    if (isStale()) return;
    const made = host.firstElementChild!.firstElementChild!.shadowRoot!;
    const known = root.adoptedStyleSheets;
    const more = made.adoptedStyleSheets.filter((sheet) => !known.includes(sheet));
    root.adoptedStyleSheets = sheetsFor(root, [...known, ...more]);
    await runInTimeSlices(context, fill([...made.children]));
  }

  /** Pauses ever more rarely: the layout of everything may follow each. */
  function* fill(formulas: readonly Element[]): Generator<void> {
    for (const [index, formula] of formulas.entries()) {
      places[index]?.element.replaceChildren(...formula.childNodes);
      if ((index & (index - 1)) === 0) yield;
    }
  }

  await show();
  await settled(context);
}
