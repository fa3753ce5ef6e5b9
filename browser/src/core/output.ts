/** One result in the page: its element and options, and what its calls and renderers share. */

import type { Options, RenderedItem, Translate } from "../backendai-media.d.ts";
import type { ServedOutput } from "../shared/chunk-interfaces.ts";
import { adopt, createElement } from "../shared/dom.ts";
import { inEnglish } from "../shared/translate.ts";
import type { AreaOwner } from "./area.ts";
import { loadToolbar, loadTools } from "./chunks.ts";
import { load, policy } from "./loader.ts";
import { Placement, type PlacementOwner } from "./placement.ts";
import type { SharedContext } from "./rendering.ts";
import { scopeOf } from "./scope.ts";
import css from "./style.css";

/** A person comes near: the toolbar is fetched then, and does what such an event asks for. */
const ATTENDED = ["pointerover", "focusin", "click", "keydown"];

export class Output implements AreaOwner, PlacementOwner, ServedOutput {
  readonly element = createElement("div", "output");
  readonly placement = new Placement(this);
  readonly pending = new Set<() => void>();
  generation = 0;
  options: Options = {};
  /** Its own until it stands in a container. */
  scope = scopeOf(this);
  readonly #resultId: string;
  #translator = inEnglish;

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
    adopt(css, this.element);
  }

  /** What is shown now is replaced by what is added next; the calls under way settle. */
  replace(): void {
    this.generation++;
    this.placement.replace();
    for (const supersede of this.pending) supersede();
    this.pending.clear();
  }

  dispose(): void {
    this.replace();
    this.placement.clear();
    this.element.remove();
  }

  readonly translate: Translate = (...given) => this.#translator(...given);

  /** Does a job when the texts of the result's language are there. English is in the code. */
  whenTranslated(job: () => void): void {
    const { language = this.element.closest<HTMLElement>("[lang]")?.lang ?? "", messages } = this.options;
    if (!messages && /^(en\b|$)/i.test(language)) {
      this.#translator = inEnglish;
      return job();
    }
    loadTools()
      .then(({ loadTranslator }) => loadTranslator(language, messages, load))
      .then((translate) => (this.#translator = translate))
      .then(job, job);
  }

  itemOf(element: Element): RenderedItem | undefined {
    return this.placement.slotOf(element)?.item;
  }

  readonly emit = (name: string, detail: object): void => {
    const init = { bubbles: true, detail: { resultId: this.#resultId, ...detail } };
    (this.element.parentNode ?? this.element).dispatchEvent(new CustomEvent(`backendai:${name}`, init));
  };

  sharedContext(): SharedContext {
    return {
      options: this.options,
      resultId: this.#resultId,
      scope: this.scope.kept,
      translate: this.translate,
      policy,
      style: (css) => adopt(css, this.element),
      load,
      emit: this.emit,
    };
  }
}
