/** LaTeX: formulas, and text with formulas in it, as MathML that the renderer of HTML sanitises and shows. */

import type { Context, RenderedItem, Renderer } from "../../backendai-media.d.ts";
import temmlStyle from "temml/dist/Temml-Local.css";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { spans } from "./spans.ts";
import ownStyle from "./style.css";
import { createTypesetter } from "./typeset.ts";
import { escapeHtml } from "../../shared/text.ts";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";

export { createTypesetter };
export const style = temmlStyle + ownStyle;

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

function* write(source: string, type: string): Generator<void, string> {
  const typeset = createTypesetter();
  const parts = [`<style>${style}</style>`];
  const reasons: string[] = [];
  const failed = (reason: string): unknown => reasons.push(reason);
  let all = spans(source.trim());
  // No delimiters: all of it is a formula, if it looks like one.
  const bare = all.length === 1 && all[0]!.content === undefined;
  if (bare && (type === "application/x-tex" || /[\\^_]/.test(source)))
    all = [{ text: source, content: source, display: true }];
  for (const { text, content, display } of all) {
    parts.push(content === undefined ? textOf(text) : typeset(content, !!display, text, failed));
    yield;
  }
  for (const reason of new Set(reasons)) parts.push(`<p class="math-reason">${escapeHtml(reason)}</p>`);
  return parts.join("");
}

export async function render(data: unknown, context: Context): Promise<RenderedItem> {
  let version = 0;
  const html = context.load("html") as Promise<Renderer>;
  const make = (source: string): Promise<string> => {
    if (source.length > MAX_SOURCE_UNITS) throw messageError(messages.latex_too_long);
    const call = ++version;
    return runInTimeSlices(context, write(source, context.type), () => call !== version);
  };
  const made = await make(data as string);
  const options = { ...context.options, sanitize: { ...context.options.sanitize, limit: Infinity } };
  const shown = (await (await html).render(made, { ...context, options })) as RenderedItem;
  return { ...shown, update: async (value) => shown.update!(await make(value as string), {}) };
}
