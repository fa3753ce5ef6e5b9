/** LaTeX: formulas, and text with formulas in it, as MathML that the renderer of HTML sanitises and shows. */

import type { Context, RenderedItem, Renderer } from "../../backendai-media.d.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { spans } from "./spans.ts";
import { Shared } from "./shared.ts";
import { createTypesetter, type Typesetter } from "./typeset.ts";
import { escapeHtml } from "../../shared/text.ts";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";
import temmlStyle from "temml/dist/Temml-Local.css";
import ownStyle from "./style.css";

/** How formulas look. */
export const style = temmlStyle + ownStyle;

export { createTypesetter };

/** Settles when all outputs of the context's scope show the macros and labels that there are now. */
export const settled = (context: Context): Promise<void> => Shared.of(context).settled();

/** Longest LaTeX, in UTF-16 units. */
const MAX_SOURCE_UNITS = 200_000;

const TAGS: Readonly<Record<string, string>> = { textbf: "b", textit: "i", emph: "em", texttt: "code" };

/** Text between formulas: characters that need a backslash, lines, paragraphs. */
const textOf = (text: string): string =>
  escapeHtml(text)
    .replace(/\\([$%#_{}]|&amp;)/g, "$1")
    .replace(/\\\\|\\newline\b/g, "<br>")
    .replace(/\\(text(?:bf|it|tt)|emph)\{([^{}\\]*)\}/g, (_, name: string, inner: string) => {
      const tag = TAGS[name]!;
      return `<${tag}>${inner}</${tag}>`;
    })
    .replaceAll("~", "\u00A0")
    .replace(/\n[ \t]*\n\s*/g, "<br><br>");

function* write(source: string, type: string, typeset: Typesetter, isStale: () => boolean): Generator<void, string> {
  const parts = [`<style>${style}</style>`];
  const reasons: string[] = [];
  const failed = (reason: string): unknown => reasons.push(reason);
  let all = spans(source.trim());
  // No delimiters: all of it is a formula, if it looks like one.
  const bare = all.length === 1 && all[0]!.content === undefined;
  if (bare && (type === "application/x-tex" || /[\\^_]/.test(source)))
    all = [{ text: source, content: source, display: true }];
  for (const { text, content, display } of all) {
    if (isStale()) return "";
    parts.push(content === undefined ? textOf(text) : typeset(content, !!display, text, failed));
    yield;
  }
  for (const reason of new Set(reasons)) parts.push(`<p class="math-reason">${escapeHtml(reason)}</p>`);
  return parts.join("");
}

export async function render(data: unknown, context: Context): Promise<RenderedItem> {
  let version = 0;
  let source = data as string;
  let shown: RenderedItem | undefined;
  const html = context.load("html") as Promise<Renderer>;
  const options = { ...context.options, sanitize: { ...context.options.sanitize, limit: Infinity } };

  async function show(): Promise<void> {
    if (source.length > MAX_SOURCE_UNITS) throw messageError(messages.latex_too_long);
    const call = ++version;
    const isStale = (): boolean => call !== version;
    const made = await runInTimeSlices(context, write(source, context.type, createTypesetter(context, show), isStale));
    if (isStale()) return;
    if (shown) return void (await shown.update!(made, {}));
    shown = (await (await html).render(made, { ...context, options })) as RenderedItem;
    await shown.ready;
  }

  await show();
  await settled(context);
  return {
    ...shown,
    update: async (value) => {
      source = value as string;
      await show();
      await settled(context);
    },
  };
}
