/** One result in the page: its element and options, and what its calls and renderers share. */

import type { Options, RenderedItem, Translate } from "../backendai-media.d.ts";
import type { ServedOutput } from "../shared/chunk-interfaces.ts";
import { adopt, createElement } from "../shared/dom.ts";
import type { KeptOutput } from "../shared/reading.ts";
import { inEnglish } from "../shared/translate.ts";
import type { AreaOwner } from "./area.ts";
import { loadReader, loadToolbar, loadTools } from "./chunks.ts";
import { load, policy } from "./loader.ts";
import { Placement, type PlacementOwner, scopeOf } from "./placement.ts";
import type { SharedContext } from "./rendering.ts";
import { slots } from "./slot.ts";
import css from "./style.css";

/** A person comes near: the toolbar is fetched then, and does what such an event asks for. */
const ATTENDED = ["pointerover", "focusin", "click", "keydown"];

/** The element of results. */
export const defineElement = (): void =>
  customElements.define(
    "backendai-result",
    class extends HTMLElement {
      declare follow: () => void;
      connectedCallback(): void {
        this.follow();
      }
    },
  );

export class Output implements AreaOwner, KeptOutput, PlacementOwner, ServedOutput {
  readonly element: HTMLElement = Object.assign(createElement("backendai-result" as "div", "output"), {
    /** Brings the style sheets along to where it, or what it is in, was put. */
    follow: () => {
      const there = adopt(css, this.element);
      for (const { css } of this.#sheets) if (css) adopt(css, this.element);
      this.#sheets = there;
    },
  });
  readonly placement = new Placement(this);
  readonly pending = new Set<() => void>();
  generation = 0;
  options: Options = {};
  /** Its own until it stands in a container. */
  scope = scopeOf(this);
  readonly #resultId: string;
  #translator = inEnglish;
  /** Where it was last, or is while it is detached. */
  #sheets: ReturnType<typeof adopt> = document.adoptedStyleSheets;
  /** The last job that had to wait. */
  #turn: Promise<void>[] = [];

  constructor(resultId: string) {
    this.#resultId = resultId;
    const attend = (event: Event): void =>
      void loadToolbar().then(
        (toolbar) => toolbar.attend(event, this),
        () => {},
      );
    for (const type of ATTENDED) this.element.addEventListener(type, attend);
  }

  /** Stands in `container` from now on, as it is, with other options. */
  move(container: Element, options: Options): void {
    this.options = options;
    this.scope = scopeOf(options.scope ?? container);
    if (this.element.parentNode !== container) container.append(this.element);
  }

  /** What is shown now is replaced by what is added next; the calls under way settle. */
  replace(): void {
    this.generation++;
    this.placement.replace();
    for (const supersede of this.pending) supersede();
    this.pending.clear();
  }

  dispose(): void {
    // At once: engines take longer for each of many items that leave a page.
    this.element.remove();
    this.replace();
    this.placement.clear();
  }

  readonly translate: Translate = (...given) => this.#translator(...given);

  /** Does a job after all before it, when the texts of the result's language and the reader are there, if it needs them. */
  whenReady(job: () => void): void {
    const { language = this.element.closest<HTMLElement>("[lang]")?.lang ?? "", messages } = this.options;
    const { scope } = this;
    const needs: unknown[] = this.#turn;
    // English is in the code.
    if (!messages && /^(en\b|$)/i.test(language)) this.#translator = inEnglish;
    else {
      needs.push(
        loadTools()
          .then(({ loadTranslator }) => loadTranslator(language, messages, load))
          .then((translate) => (this.#translator = translate)),
      );
    }
    if (scope.isRare && !scope.reader) {
      needs.push(loadReader().then(({ createReader }) => (scope.reader ??= createReader(scope.kept))));
    }
    if (needs[0]) this.#turn = [Promise.allSettled(needs).then(job)];
    else job();
  }

  itemOf(element: Element): RenderedItem | undefined {
    return slots.get(element)?.item;
  }

  readonly emit = (name: string, detail: object): void => {
    const init = { bubbles: true, detail: { resultId: this.#resultId, ...detail } };
    (this.element.parentNode ?? this.element).dispatchEvent(new CustomEvent(`backendai:${name}`, init));
  };

  readonly insert = (element: HTMLElement): void => this.element.append(element);

  readonly sharedContext = (): SharedContext => ({
    options: this.options,
    resultId: this.#resultId,
    scope: this.scope.kept,
    translate: this.translate,
    policy,
    style: (css) => adopt(css, this.element),
    load,
    emit: this.emit,
  });
}
