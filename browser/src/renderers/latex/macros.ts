/** An output's macros, as the object that the library reads and writes. */

import type { Macro, Reader, Shared } from "./shared.ts";

/** Parts that the place of an argument counts as, since arguments may be long. */
const PLACE_COST = 50;

/**
 * Macros of `reader`: those that it defines, and those of the outputs before it, looked up once. `spend` is told how many
 * parts a name will be replaced by, before it is.
 */
export function macrosFor(shared: Shared, reader: Reader, spend: (parts: number) => void): Record<string, Macro> {
  const names = new WeakMap<object, string>();
  const costs = new WeakMap<object, number>();
  const costOf = (macro: Macro & object): number => {
    const known = costs.get(macro);
    if (known !== undefined) return known;
    const { tokens } = macro;
    const cost = tokens.length + PLACE_COST * tokens.filter(({ text }) => text === "#").length;
    costs.set(macro, cost);
    return cost;
  };
  const own = Object.create(null) as Record<string, Macro>;
  // Names with `@` are the library's.
  const isShared = (name: string, macro: Macro | undefined): macro is Macro & object =>
    typeof macro === "object" && !name.includes("@");

  const look = (name: string): Macro | undefined => {
    const macro = own[name] ?? (name.includes("@") ? undefined : shared.macro(reader, name));
    if (macro === undefined) return undefined;
    if (typeof macro === "object") names.set(macro, name);
    return (own[name] = macro);
  };

  return new Proxy(own, {
    get: (_, name: string) => look(name),
    // Asked at each name, before it is replaced.
    getOwnPropertyDescriptor(target, name: string) {
      const macro = look(name);
      spend(typeof macro === "object" ? costOf(macro) : 0);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    // At the end of a group or a formula its macros are taken back, or replaced by those before. Not here, as in MathJax.
    set(target, name: string, macro: Macro | undefined) {
      if (isShared(name, macro)) {
        if (names.get(macro) === name) return true;
        names.set(macro, name);
        shared.define(reader, name, macro);
      }
      target[name] = macro!;
      return true;
    },
    deleteProperty: (target, name: string) => !name.includes("@") || Reflect.deleteProperty(target, name),
  });
}
