/** Markdown: written as HTML and then shown, and sanitised, by the renderer of HTML. */

import type { Context, RenderedItem, Renderer, Translate } from "../../backendai-media.d.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { languagesOf, parse, write, type Helpers, type Parsed } from "./parse.ts";
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
  highlight: NonNullable<Helpers["code"]>;
}
interface Latex {
  style: string;
  createTypesetter(context: Context, again: () => PromiseLike<unknown>): NonNullable<Helpers["math"]>;
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
): Promise<[helpers: Helpers, sheet: string, latex: Latex | undefined]> {
  const [code, latex] = await Promise.all([
    languagesOf(parsed).some((name) => LANGUAGES.test(name)) && orNothing<Code>(context.load("code")),
    parsed.env.math ? orNothing<Latex>(context.load("latex")) : undefined,
  ]);
  const helpers: Helpers = {};
  let room = MAX_HIGHLIGHTED_UNITS;
  if (latex) helpers.math = latex.createTypesetter(context, again);
  if (code) {
    helpers.code = (content, name) => ((room -= content.length) > 0 ? code.highlight(content, name) : undefined);
  }
  return [helpers, `<style>${style}${latex ? latex.style : ""}${code ? code.style : ""}</style>`, latex];
}

export function render(data: unknown, context: Context): Promise<RenderedItem> {
  const { host, options, translate } = context;
  const limit = options.sanitize?.limit ?? MARKDOWN_MAX_LENGTH;
  let version = 0;
  let shown: RenderedItem | undefined;
  /** Formulas were typeset. */
  let latex: Latex | undefined;
  let latest: readonly [source: string, asked: boolean | undefined];
  let supersede = (): void => {};

  async function show(source: string, asked?: boolean): Promise<void> {
    const call = ++version;
    supersede();
    latest = [source, asked];
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
    const [helpers, sheet, loaded] = await helpersFor(parsed, context, again);
    latex = loaded;
    const parts = await runInTimeSlices(context, write(parsed, helpers), isStale);
    // NUL occurs in no document; the sanitiser handles the parts one by one.
    const markup = sheet + parts.join("\0");
    const { render } = await html;
    if (isStale()) return;
    if (shown) return void (await shown.update!(markup, {}));
    host.replaceChildren();
    // The source's length was checked already; its HTML is longer.
    const unlimited = { ...options, sanitize: { ...options.sanitize, limit: Infinity, local: LOCAL } };
    shown = (await render(markup, { ...context, options: unlimited })) as RenderedItem;
    await shown.ready;
  }

  /** Settles also where another value is shown instead: work that became stale never does. */
  const start = (source: string, asked?: boolean): Promise<void> =>
    Promise.race([show(source, asked), new Promise<void>((resolve) => (supersede = resolve))]);
  const again = (): Promise<void> => start(...latest);
  const present = async (data: unknown): Promise<void> => {
    await start(data as string);
    await latex?.settled(context);
  };

  const rendered: RenderedItem = {
    update: present,
    dispose() {
      version++;
      supersede();
      shown?.dispose?.();
    },
  };
  return present(data).then(() => rendered);
}
