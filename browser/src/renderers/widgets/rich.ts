/** Text with formulas, and HTML, which the renderer of HTML sanitises. */

import type { Context, RenderedItem, Renderer } from "../../backendai-media.d.ts";
import { escapeHtml } from "../../shared/text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  nbsp: "\u00A0",
  "#39": "'",
};

/** HTML that is nothing but text, as text. Progress bars change theirs thousands of times. */
export function plainOf(html: string): string | undefined {
  if (/[<$\\]|&(?!(lt|gt|amp|quot|nbsp|#39);)/.test(html)) return undefined;
  return html.replace(/&(.{1,4}?);/g, (_, name: string) => ENTITIES[name]!);
}

/** HTML whose formulas, between dollars too, the renderer of HTML finds. */
const withFormulas = (html: string): string =>
  html.replace(/(^|[^\\$])\$([^$\s<>](?:[^$<>]*[^$\s<>])?)\$(?!\d)/g, "$1\\($2\\)");

const hasFormulas = (text: string): boolean => /\$[^$]+\$|\\[([]/.test(text);

/** Fills an element: with text, formulas in it typeset, or with HTML. */
export class Rich {
  readonly #host: HTMLElement;
  readonly #context: Context;
  #shown: RenderedItem | undefined;
  #latest = 0;
  #content = "";
  #pending = Promise.resolve();

  constructor(host: HTMLElement, context: Context) {
    this.#host = host;
    this.#context = context;
  }

  showText(text: string): void {
    if (hasFormulas(text)) this.showHtml(escapeHtml(text), true);
    else this.#plain(text);
  }

  showHtml(html: string, formulas = false): void {
    const plain = plainOf(html);
    if (plain !== undefined) return this.#plain(plain);
    const markup = formulas ? withFormulas(html) : html;
    if (markup === this.#content) return;
    this.#content = markup;
    const call = ++this.#latest;
    // One after another; the last one counts.
    this.#pending = this.#pending
      .then(() => (call === this.#latest ? this.#render(markup, call) : undefined))
      .catch(() => {
        if (call === this.#latest) this.#plain(html);
      });
  }

  dispose(): void {
    this.#latest++;
    this.#shown?.dispose?.();
    this.#shown = undefined;
  }

  async #render(markup: string, call: number): Promise<void> {
    const { render } = (await this.#context.load("html")) as Renderer;
    if (call !== this.#latest) return;
    if (this.#shown) return void (await this.#shown.update!(markup, {}));
    this.#host.replaceChildren();
    const context = { ...this.#context, host: this.#host, type: "text/html", metadata: {} };
    this.#shown = (await render(markup, context)) as RenderedItem;
    await this.#shown.ready;
  }

  #plain(text: string): void {
    this.dispose();
    this.#content = "";
    if (this.#host.textContent !== text || this.#host.firstElementChild) this.#host.textContent = text;
  }
}
