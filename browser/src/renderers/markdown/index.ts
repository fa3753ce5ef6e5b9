/** Markdown: written as HTML and then shown, and sanitised, by the renderer of HTML. */

import type { Context, RenderedItem, Renderer, Translate } from "../../backendai-media.d.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { languagesOf, parse, write, type Helpers } from "./parse.ts";
import style from "./style.css";

/** Longest Markdown, in UTF-16 units, that is shown without asking. */
const MAX_SOURCE_UNITS = 1_000_000;
/** UTF-16 units of code that get colours; the rest stays as it is. */
const MAX_HIGHLIGHTED_UNITS = 200_000;

/** What may have colours: any of these is worth loading them. */
const LANGUAGES =
  /^(i?py.*|[cm]?[jt]sx?|java(script)?|typescript|jsonc?|bash|z?sh|shell.*|console|x?html|xml|svg|css|sql|r|julia|jl|c|h|cc|[ch]pp|[ch]\+\+|ya?ml|diff|patch|(la)?tex|go.*|rs|rust|ini|toml)$/;

interface Code {
  style: string;
  highlight: NonNullable<Helpers["code"]>;
}
interface Latex {
  style: string;
  createTypesetter(): NonNullable<Helpers["math"]>;
}
interface Tools {
  showLong(root: Element, text: string, translate: Translate, show: () => void, kind: "Markdown"): void;
}

/** A chunk that only makes things look better is done without where it does not come. */
const orNothing = <T>(chunk: Promise<unknown>): Promise<T | undefined> => (chunk as Promise<T>).catch(() => undefined);

export function render(data: unknown, context: Context): Promise<RenderedItem> {
  const { host, options, translate } = context;
  const limit = options.sanitize?.limit ?? MAX_SOURCE_UNITS;
  let version = 0;
  let shown: RenderedItem | undefined;

  async function helpersFor(languages: readonly string[], hasMath: boolean): Promise<[Helpers, string]> {
    const [code, latex] = await Promise.all([
      languages.some((name) => LANGUAGES.test(name)) && orNothing<Code>(context.load("code")),
      hasMath && orNothing<Latex>(context.load("latex")),
    ]);
    const helpers: Helpers = {};
    let room = MAX_HIGHLIGHTED_UNITS;
    if (latex) helpers.math = latex.createTypesetter();
    if (code) {
      helpers.code = (content, name) => ((room -= content.length) > 0 ? code.highlight(content, name) : undefined);
    }
    return [helpers, `<style>${style}${latex ? latex.style : ""}${code ? code.style : ""}</style>`];
  }

  async function show(source: string, asked?: boolean): Promise<void> {
    const call = ++version;
    const isStale = (): boolean => call !== version;
    if (!asked && source.length > limit) {
      const tools = (await context.load("tools")) as Tools;
      if (isStale()) return;
      shown?.dispose?.();
      shown = undefined;
      return tools.showLong(host, source, translate, () => void show(source, true), "Markdown");
    }
    const html = context.load("html") as Promise<Renderer>;
    const parsed = await runInTimeSlices(context, parse(source), isStale);
    const [helpers, sheet] = await helpersFor(languagesOf(parsed), !!parsed.env.math);
    const parts = await runInTimeSlices(context, write(parsed, helpers), isStale);
    // NUL is in no document; the sanitiser takes what it parts one by one.
    const markup = sheet + parts.join("\0");
    const { render } = await html;
    if (isStale()) return;
    if (shown) return void (await shown.update!(markup, {}));
    host.replaceChildren();
    // The text's length was looked at; what it was written as is longer.
    const unlimited = { ...options, sanitize: { ...options.sanitize, limit: Infinity } };
    shown = (await render(markup, { ...context, options: unlimited })) as RenderedItem;
    await shown.ready;
  }

  const rendered: RenderedItem = {
    update: (data) => show(data as string),
    dispose() {
      version++;
      shown?.dispose?.();
    },
  };
  return show(data as string).then(() => rendered);
}
