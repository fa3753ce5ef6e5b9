/**
 * `<backendai-output>`: a result, wherever the element stands. It shows its property `items`, what its `src` answers, or the
 * JSON of a `<script type="application/json">` in it; what else is in it shows until then, and stays if a part fails.
 */

import type { KeptItem, Options, OutputArea } from "../backendai-media.d.ts";
import { adopt } from "../shared/dom.ts";
import { adoptLate } from "../shared/late.ts";
import { parse, read } from "./source.ts";

const CSS = "backendai-output,backendai-terminal{display:block}";
const media = () => window.BackendAI.Media;

const NONE: Options = {};
let count = 0;

/** Takes over what was set before the element was defined. */
export function upgrade(element: HTMLElement, ...names: string[]): void {
  for (const name of names) {
    const given = Object.getOwnPropertyDescriptor(element, name);
    if (!given) continue;
    delete (element as unknown as Record<string, unknown>)[name];
    Object.assign(element, { [name]: given.value as unknown });
  }
}

/** Its display, and its theme. */
export function dress(element: HTMLElement): void {
  adopt(CSS, element);
  const theme = element.getAttribute("theme");
  if (theme) element.dataset["backendaiTheme"] = theme;
}

export const createOutput = (): CustomElementConstructor =>
  class BackendAIOutput extends HTMLElement {
    static readonly observedAttributes = ["src", "result-id", "theme", "active"];
    readonly #id = `backendai-output-${++count}`;
    #items: unknown;
    #options: Options = NONE;
    #isStale = true;
    #isDue = false;
    #isElsewhere = false;
    #reading: AbortController | undefined;
    #live: HTMLElement | undefined;
    #isShown = false;

    get items(): unknown {
      return this.#items;
    }
    set items(value: unknown) {
      if (value === this.#items) return;
      this.#items = value;
      this.#change();
    }
    get options(): Options {
      return this.#options;
    }
    set options(value: Options | undefined) {
      if ((value ?? NONE) === this.#options) return;
      this.#options = value ?? NONE;
      this.#change();
    }
    get src(): string {
      return this.getAttribute("src") ?? "";
    }
    set src(value: string) {
      this.setAttribute("src", value);
    }

    /** Writes to the result as it comes. */
    open(options?: Options): OutputArea {
      this.#reading?.abort();
      this.#isStale = false;
      const area = media().open(this.#resultId, this, { ...this.#allOptions(), ...options });
      this.#reveal();
      return area;
    }
    /** What it shows, to keep. */
    keptItems(): Promise<KeptItem[]> {
      return media().items(this.#resultId);
    }

    connectedCallback(): void {
      upgrade(this, "items", "options");
      dress(this);
      if (this.#isElsewhere) this.#renew();
      this.#plan();
    }
    disconnectedCallback(): void {
      // It may only have been moved.
      queueMicrotask(() => {
        if (this.isConnected || !this.#reading) return;
        this.#reading.abort();
        this.#isStale = true;
      });
    }
    adoptedCallback(): void {
      this.#isElsewhere = true;
    }
    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (before === now) return;
      if (name !== "theme") this.#change();
      else if (this.isConnected) dress(this);
    }

    get #resultId(): string {
      return this.getAttribute("result-id") ?? this.#id;
    }
    #allOptions(): Options {
      const active = this.getAttribute("active") as "data" | null;
      return { ...(active && { active }), ...this.#options };
    }
    #change(): void {
      this.#isStale = true;
      this.#plan();
    }
    /** Several changes are shown at once. */
    #plan(): void {
      if (this.#isDue || !this.isConnected) return;
      this.#isDue = true;
      queueMicrotask(() => {
        this.#isDue = false;
        if (this.isConnected && this.#isStale) this.#update();
      });
    }
    #update(): void {
      const { src, ownerDocument } = this;
      this.#reading?.abort();
      this.#isStale = false;
      if (this.#items !== undefined) return this.#show(this.#items);
      if (src) return void this.#read(src);
      const script = this.querySelector<HTMLScriptElement>(":scope > script");
      if (script) this.#show(parse(script.text));
      // The parser may not have come to it.
      else if (ownerDocument.readyState === "loading")
        ownerDocument.addEventListener("DOMContentLoaded", () => this.#change(), { once: true });
      // What Python rendered is all that there is. For pages with the script, `js/islands.js` does this.
      else if (__IS_MODULE__) adoptLate(this, media());
    }
    async #read(src: string): Promise<void> {
      const reading = (this.#reading = new AbortController());
      let area: OutputArea | undefined;
      const each = (value: unknown): void => {
        area ??= media().open(this.#resultId, this, this.#allOptions());
        this.#reveal();
        area.append(value);
      };
      try {
        await read(src, reading.signal, { all: (value) => this.#show(value), each });
      } catch (error) {
        if (reading.signal.aborted) return;
        const said = { output_type: "error", evalue: (error as Error).message };
        if (area) area.append(said);
        else this.#show(said);
      } finally {
        area?.close();
        if (this.#reading === reading) this.#reading = undefined;
      }
    }

    #show(value: unknown): void {
      const resultId = this.#resultId;
      const done = media().handle_all(value, resultId, this, this.#allOptions());
      if (this.#isShown || !this.#others()[0]) return this.#reveal();
      const live = (this.#live = this.querySelector<HTMLElement>(":scope > backendai-result")!);
      // Laid out as it will be, so that nothing moves then, but not seen.
      this.style.position = "relative";
      live.style.cssText = "position:absolute;inset-inline:0;visibility:hidden";
      void done.then(({ failed, superseded }) => {
        if (superseded) return;
        if (failed[0]) media().dispose(resultId, this);
        // What is in view is laid out with the next frame; a hidden page has none.
        else setTimeout(() => this.#reveal(), 50);
      });
    }
    /** What is in it besides the result and the data. */
    #others(): Element[] {
      return [...this.children].filter((child) => !child.matches("script,backendai-result"));
    }
    #reveal(): void {
      if (this.#isShown) return;
      this.#isShown = true;
      for (const other of this.#others()) other.remove();
      this.style.position = "";
      this.#live?.removeAttribute("style");
    }
    /** Style sheets of one document are not for another: what shows is made again. */
    #renew(): void {
      this.#isElsewhere = false;
      if (this.#items === undefined && !this.#reading)
        void this.keptItems().then(
          (items) => this.#show(items),
          () => {},
        );
      else this.#isStale = true;
    }
  };
