/** What the formulas of one scope share: macros hold from one output to the next ones, and references find the labels of all. */

import type { Context } from "../../backendai-media.d.ts";

/** Times that an output is typeset again because of others. */
const MAX_RETRIES = 9;
/** Outputs that are looked at, in all, because others have changed what they may use. */
const MAX_CHECKS = 100_000;

/** Definitions that a macro may have at a time. */
const MAX_DEFINITIONS = 100;

/** As the library keeps it. */
export type Macro =
  | string
  | { tokens: readonly { text: string }[]; numArgs: number; delimiters?: readonly (readonly string[])[] };

/** An output with formulas. */
export interface Reader {
  readonly host: Element;
  /** Typesets it again. */
  readonly again: (() => PromiseLike<unknown>) | undefined;
  /** Macros that its formulas mention, with their backslash, and labels that they refer to. */
  readonly names: Set<string>;
  /** Macros that it defines. */
  readonly defined: Set<string>;
  /** Settles when it is gone. */
  readonly closed: Promise<void>;
  left: number;
}

/** What a macro is from an output on. */
interface Definition {
  readonly host: Element;
  macro: Macro;
}

const textOf = (macro: Macro | undefined): string =>
  typeof macro === "object"
    ? JSON.stringify([macro.tokens.map((token) => token.text), macro.numArgs, macro.delimiters])
    : `${macro}`;

/** Whether `host` comes after `other` in the page, as far as can be told. */
function isAfter(host: Element, other: Element): boolean {
  const position = other.compareDocumentPosition(host);
  return !!(position & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_DISCONNECTED));
}

export class Shared {
  readonly #macros = new Map<string, Definition[]>();
  readonly #labels = new Map<string, string>();
  readonly #readers = new Map<string, Set<Reader>>();
  readonly #byHost = new WeakMap<Element, Reader>();
  readonly #pending = new Set<Reader>();
  #checks = MAX_CHECKS;
  #idle: Promise<void> | undefined;

  /** That of a context's scope. */
  static of({ scope }: Pick<Context, "scope">): Shared {
    const found = (scope.get("formulas") as Shared | undefined) ?? new Shared();
    scope.set("formulas", found);
    return found;
  }

  /** An output that begins to be typeset, perhaps not for the first time. */
  open({ host, signal }: Pick<Context, "host" | "signal">, again: Reader["again"]): Reader {
    const earlier = this.#byHost.get(host);
    if (earlier) this.#forget(earlier);
    const closed =
      earlier?.closed ??
      new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => {
          this.#close(this.#byHost.get(host)!);
          resolve();
        });
      });
    const { left = MAX_RETRIES, defined = new Set<string>() } = earlier ?? {};
    const reader = { host, again, closed, names: new Set<string>(), defined, left };
    this.#byHost.set(host, reader);
    return reader;
  }

  #forget(reader: Reader): void {
    this.#pending.delete(reader);
    for (const name of reader.names) {
      const readers = this.#readers.get(name)!;
      readers.delete(reader);
      if (!readers.size) this.#readers.delete(name);
    }
    reader.names.clear();
  }

  #close(reader: Reader): void {
    this.#forget(reader);
    for (const name of reader.defined) {
      const left = this.#macros.get(name)!.filter(({ host }) => host !== reader.host);
      if (left[0]) this.#macros.set(name, left);
      else this.#macros.delete(name);
    }
    reader.defined.clear();
  }

  /** `reader` is told when what `name` stands for changes. */
  watch(reader: Reader, name: string): void {
    if (!reader.again || reader.names.has(name)) return;
    reader.names.add(name);
    this.#readers.set(name, (this.#readers.get(name) ?? new Set()).add(reader));
  }

  /** What a macro is where `reader` begins, by the outputs before it, however late these are shown. */
  macro(reader: Reader, name: string): Macro | undefined {
    let found: Definition | undefined;
    for (const definition of this.#macros.get(name) ?? []) {
      const { host } = definition;
      if (host !== reader.host && isAfter(reader.host, host) && (!found || isAfter(host, found.host)))
        found = definition;
    }
    return found?.macro;
  }

  /** A macro that `reader` defines for itself and the outputs behind it. */
  define(reader: Reader, name: string, macro: Macro): void {
    const definitions = this.#macros.get(name) ?? [];
    const own = definitions.find(({ host }) => host === reader.host);
    const before = own ? own.macro : this.macro(reader, name);
    if (own) own.macro = macro;
    if (textOf(before) === textOf(macro)) return;
    if (!own) {
      if (definitions.length >= MAX_DEFINITIONS) definitions.shift();
      this.#macros.set(name, definitions);
      definitions.push({ host: reader.host, macro });
      reader.defined.add(name);
    }
    this.#tell(name, (other) => other !== reader && isAfter(other.host, reader.host));
  }

  label(name: string, number: string): void {
    if (this.#labels.get(name) === number) return;
    this.#labels.set(name, number);
    this.#tell(name, () => true);
  }

  /** The number of the equation with that label. */
  numberOf(reader: Reader, name: string): string | undefined {
    this.watch(reader, name);
    return this.#labels.get(name);
  }

  #tell(name: string, concerns: (reader: Reader) => boolean): void {
    for (const reader of this.#readers.get(name) ?? []) {
      if (!this.#checks) return;
      this.#checks--;
      if (reader.left && concerns(reader)) this.#pending.add(reader);
    }
    if (this.#pending.size) this.#idle ??= this.#retry();
  }

  async #retry(): Promise<void> {
    // What is being typeset now may change more.
    await Promise.resolve();
    for (const reader of this.#pending) {
      this.#pending.delete(reader);
      reader.left--;
      // What was replaced or cannot be shown holds up nothing.
      await Promise.race([reader.again!(), reader.closed]).catch(() => {});
    }
    this.#idle = undefined;
  }

  /** Settles when all outputs show what they share now. */
  async settled(): Promise<void> {
    await this.#idle;
  }
}
