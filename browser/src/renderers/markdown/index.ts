/** Markdown: written as HTML and then shown, and sanitised, by the renderer of HTML. */

import type { Context, RenderedItem, Renderer, Translate } from "../../backendai-media.d.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import type {
  GrowingMarkdown,
  GrowingModule,
  HtmlItem,
  MarkdownHelpers,
  MarkdownReading,
} from "../../shared/chunk-interfaces.ts";
import { languagesOf, parse, write, type Parsed } from "./parse.ts";
import style from "./style.css";
import { MARKDOWN_MAX_LENGTH } from "../../shared/spec.ts";

/** UTF-16 units of code that are highlighted; the rest stays plain. */
const MAX_HIGHLIGHTED_UNITS = 200_000;

/** What may have colours: any of these is worth loading them. */
const LANGUAGES =
  /^(i?py.*|[cm]?[jt]sx?|java(script)?|typescript|jsonc?|bash|z?sh|shell.*|console|x?html|xml|svg|css|sql|r|julia|jl|c|h|cc|[ch]pp|[ch]\+\+|ya?ml|diff|patch|(la)?tex|go.*|rs|rust|ini|toml)$/;

/** Picture files beside the page. Without a query: what its own server does for other addresses is not for outputs to ask for. */
const LOCAL = RegExp(
  `^${location.origin.replace(/[.[\]]/g, "\\$&")}/[^?]+\\.(?:png|jpe?g|gif|svg|webp|avif|bmp)(?:#.*)?$`,
  "i",
);

interface Code {
  style: string;
  highlight: NonNullable<MarkdownHelpers["code"]>;
}
interface Latex {
  style: string;
  createTypesetter(context: Context, again: () => PromiseLike<unknown>): NonNullable<MarkdownHelpers["math"]>;
  settled(context: Context): Promise<void>;
}
interface Tools {
  showLong(root: Element, text: string, translate: Translate, show: () => void, kind: "Markdown"): void;
}

/** A chunk that only improves the look is optional: `undefined` if it fails to load. */
const orNothing = <T>(chunk: Promise<unknown>): Promise<T | undefined> => (chunk as Promise<T>).catch(() => undefined);

/** What typesets and colours, with its style sheet; `again` is called where others have changed a formula. */
async function helpersFor(
  parsed: Parsed,
  context: Context,
  again: () => PromiseLike<unknown>,
): Promise<[helpers: MarkdownHelpers, sheet: string, latex: Latex | undefined]> {
  const [code, latex] = await Promise.all([
    languagesOf(parsed).some((name) => LANGUAGES.test(name)) && orNothing<Code>(context.load("code")),
    parsed.env.math ? orNothing<Latex>(context.load("latex")) : undefined,
  ]);
  const helpers: MarkdownHelpers = {};
  let room = MAX_HIGHLIGHTED_UNITS;
  if (latex) helpers.math = latex.createTypesetter(context, again);
  if (code) {
    helpers.code = (content, name) => ((room -= content.length) > 0 ? code.highlight(content, name) : undefined);
  }
  return [helpers, `<style>${style}${latex ? latex.style : ""}${code ? code.style : ""}</style>`, latex];
}

type Helped = (parsed: Parsed) => ReturnType<typeof helpersFor>;

/** The source's length was checked already; its HTML is longer. */
const forHtml = (context: Context): Context => {
  const sanitize = { ...context.options.sanitize, limit: Infinity, local: LOCAL };
  return { ...context, options: { ...context.options, sanitize } };
};

/** NUL, which occurs in no document, is between parts that the sanitiser handles one by one. */
async function toHtml(source: string, helped: Helped, context: Context, isStale: () => boolean): Promise<string> {
  const parsed = await runInTimeSlices(context, parse(source), isStale);
  const [helpers, sheet] = await helped(parsed);
  const parts = await runInTimeSlices(context, write(parsed, helpers), isStale);
  return sheet + parts.join("\0");
}

export function render(data: unknown, context: Context): Promise<RenderedItem> {
  const limit = context.options.sanitize?.limit ?? MARKDOWN_MAX_LENGTH;
  let version = 0;
  let shown: HtmlItem | undefined;
  let growing: GrowingMarkdown | undefined;
  /** Formulas were typeset. */
  let latex: Latex | undefined;
  let latest: readonly [source: string, asked: boolean | undefined] | undefined;
  let supersede = (): void => {};

  async function show(source: string, asked?: boolean): Promise<void> {
    const call = ++version;
    supersede();
    const before = latest?.[0];
    latest = [source, asked];
    const isStale = (): boolean => call !== version;
    if (!asked && source.length > limit) {
      const tools = (await context.load("tools")) as Tools;
      if (isStale()) return;
      shown?.dispose?.();
      shown = growing = undefined;
      return tools.showLong(context.host, source, context.translate, () => void show(source, true), "Markdown");
    }
    if ((await grows(source, before)) || isStale()) return;
    const html = context.load("html") as Promise<Renderer>;
    const [markup, { render }] = await Promise.all([toHtml(source, helped, context, isStale), html]);
    if (isStale()) return;
    if (shown) return void (await shown.update!(markup, {}));
    context.host.replaceChildren();
    shown = (await render(markup, forHtml(context))) as HtmlItem;
    await shown.ready;
  }

  const helped: Helped = async (parsed) => {
    const found = await helpersFor(parsed, context, again);
    latex = found[2];
    return found;
  };

  /** Whether it has shown a value that is an earlier one with more at its end. */
  async function grows(source: string, before = ""): Promise<boolean> {
    if (shown && !growing && before && source.length > before.length && source.startsWith(before)) {
      const chunk = await orNothing<GrowingModule>(context.load("growing"));
      if (chunk) growing ??= new chunk.Growing({ parse, write, helped } as MarkdownReading, shown, context, before);
    }
    const current = growing;
    if (current?.continues(source) && (await current.update(source))) return true;
    current?.stop();
    if (growing === current) growing = undefined;
    return false;
  }

  /** Settles also where another value is shown instead: work that became stale never does. */
  const start = (source: string, asked?: boolean): Promise<void> =>
    Promise.race([show(source, asked), new Promise<void>((resolve) => (supersede = resolve))]);
  const again = (): Promise<void> => start(...latest!);
  const present = (data: unknown): Promise<void> => start(data as string).then(() => latex?.settled(context));

  const dispose = (): void => {
    version++;
    supersede();
    growing?.stop();
    shown?.dispose?.();
  };
  return present(data).then(() => ({ update: present, dispose }));
}
