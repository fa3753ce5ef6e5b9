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

/** Links that one change may pass. */
const MAX_STEPS = 100;

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
  /** By their models; and by the models at their ends. */
  readonly #links = new Map<string, Link>();
  readonly #byEnd = new Map<string, Set<Link>>();
  #steps = 0;
  /** Of a view, which messages to the kernel go through. */
  context: Context | undefined;

  constructor(models: Models, kernel: Kernel) {
    this.#models = models;
    this.#kernel = kernel;
    for (const model of models.all()) this.#follow(model);
    models.watch("", (model, { traits, isClosed }) => {
      if (isClosed) this.#remove(model.id);
      else if (!traits || traits.includes("source") || traits.includes("target")) this.#follow(model);
      for (const link of this.#byEnd.get(model.id) ?? []) this.#pass(link, model.id, traits);
    });
  }

  /** Whether what a person does with a widget changes others here. */
  has(id: string): boolean {
    return !!this.#byEnd.get(id)?.size;
  }

  #follow({ id, state }: Model): void {
    const name = state.get("_model_name");
    if (name !== "LinkModel" && name !== "DirectionalLinkModel") return;
    this.#remove(id);
    const source = endOf(state.get("source"));
    const target = endOf(state.get("target"));
    if (!source || !target) return;
    const link: Link = { source, target, isMutual: name === "LinkModel" };
    this.#links.set(id, link);
    for (const [end] of [source, target]) this.#byEnd.set(end, (this.#byEnd.get(end) ?? new Set()).add(link));
    this.#pass(link, source[0], undefined);
  }

  #remove(id: string): void {
    const link = this.#links.get(id);
    if (!link) return;
    this.#links.delete(id);
    for (const [end] of [link.source, link.target]) {
      const links = this.#byEnd.get(end);
      links?.delete(link);
      if (!links?.size) this.#byEnd.delete(end);
    }
  }

  #pass({ source, target, isMutual }: Link, from: string, traits: readonly string[] | undefined): void {
    const isFrom = ([id, trait]: End): boolean => id === from && (!traits || traits.includes(trait));
    const [one, other] = isFrom(source) ? [source, target] : [target, source];
    if (!isFrom(one) || (one === target && (!isMutual || !traits)) || this.#steps >= MAX_STEPS) return;
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
