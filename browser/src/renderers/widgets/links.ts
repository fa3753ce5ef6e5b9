/** Links between widgets (`jslink`, `jsdlink`), which need no kernel. */

import type { Context } from "../../backendai-media.d.ts";
import { isList, isText } from "../../shared/reading.ts";
import { referencesIn } from "../../shared/widgets.ts";
import type { Kernel } from "./kernel.ts";
import type { Model, Models } from "./models.ts";

type End = readonly [id: string, trait: string];

interface Link {
  readonly source: End;
  readonly target: End;
  readonly isMutual: boolean;
}

/** Links that one change may pass in a row, and in all. */
const MAX_STEPS = 100;
const MAX_PASSED = 2000;

function endOf(value: unknown): End | undefined {
  const [id] = isList(value) ? referencesIn(value[0]) : [];
  const trait = isList(value) ? value[1] : undefined;
  return id !== undefined && isText(trait) ? [id, trait] : undefined;
}

const same = (one: unknown, other: unknown): boolean =>
  Object.is(one, other) ||
  (isList(one) && isList(other) && one.length === other.length && one.every((part, at) => Object.is(part, other[at])));

export class Links {
  readonly #models: Models;
  readonly #kernel: Kernel;
  /** By their models; and by the models at their ends, and their traits. */
  readonly #links = new Map<string, Link>();
  readonly #byEnd = new Map<string, Map<string, Set<Link>>>();
  #steps = 0;
  #passed = 0;
  /** Of a view, which messages to the kernel go through. */
  context: Context | undefined;

  constructor(models: Models, kernel: Kernel) {
    this.#models = models;
    this.#kernel = kernel;
    for (const model of models.all()) this.#follow(model);
    models.watch("", (model, { traits, isClosed }) => {
      if (!this.#steps) this.#passed = 0;
      if (isClosed) this.#remove(model.id);
      else if (!traits || traits.includes("source") || traits.includes("target")) this.#follow(model);
      const ends = this.#byEnd.get(model.id);
      if (!ends) return;
      if (!traits) for (const links of ends.values()) for (const link of links) this.#pass(link, model.id, undefined);
      for (const trait of new Set(traits)) for (const link of ends.get(trait) ?? []) this.#pass(link, model.id, trait);
    });
  }

  /** Whether what a person does with a widget changes others here. */
  has(id: string): boolean {
    return !!this.#byEnd.get(id)?.size;
  }

  #follow(model: Model): void {
    const { id, name } = model;
    if (name !== "LinkModel" && name !== "DirectionalLinkModel") return;
    this.#remove(id);
    const { state } = model;
    const source = endOf(state.get("source"));
    const target = endOf(state.get("target"));
    if (!source || !target) return;
    const link: Link = { source, target, isMutual: name === "LinkModel" };
    this.#links.set(id, link);
    for (const [end, trait] of [source, target]) {
      const traits = this.#byEnd.get(end) ?? new Map<string, Set<Link>>();
      this.#byEnd.set(end, traits.set(trait, (traits.get(trait) ?? new Set()).add(link)));
    }
    this.#pass(link, source[0], undefined);
  }

  #remove(id: string): void {
    const link = this.#links.get(id);
    if (!link) return;
    this.#links.delete(id);
    for (const [end, trait] of [link.source, link.target]) {
      const traits = this.#byEnd.get(end);
      const links = traits?.get(trait);
      links?.delete(link);
      if (!links?.size) traits?.delete(trait);
      if (!traits?.size) this.#byEnd.delete(end);
    }
  }

  /** Passes on what `changed`, or whatever is there. */
  #pass({ source, target, isMutual }: Link, from: string, changed: string | undefined): void {
    const isFrom = ([id, trait]: End): boolean => id === from && (changed === undefined || trait === changed);
    const [one, other] = isFrom(source) ? [source, target] : [target, source];
    if (!isFrom(one) || (one === target && (!isMutual || changed === undefined))) return;
    if (this.#steps >= MAX_STEPS || ++this.#passed > MAX_PASSED) return;
    const model = this.#models.get(other[0]);
    const given = this.#models.get(one[0]);
    if (!model || !given?.state.has(one[1])) return;
    const value = given.state.get(one[1]);
    if (same(model.state.get(other[1]), value)) return;
    this.#steps++;
    const changes = { [other[1]]: value };
    if (this.context) this.#kernel.change(model, changes, this.context);
    else this.#models.set(model, changes);
    this.#steps--;
  }
}
