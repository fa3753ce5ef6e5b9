/** Reads what a function shows for many arguments, as `model/interactive.py` in Python packs it. */

import { type Dict, dictOrEmpty, isDict, isList, isText, isTexts } from "../../shared/reading.ts";
import {
  INTERACTIVE_MAX_CONTROLS,
  INTERACTIVE_MAX_EXPANSION,
  INTERACTIVE_MAX_STATES,
  INTERACTIVE_MAX_UNPACKED,
  INTERACTIVE_MAX_VALUES,
  INTERACTIVE_MIN_UNPACKED,
} from "../../shared/spec.ts";

/** An argument, and the texts of the values that it may have. */
export interface Choice {
  readonly name: string;
  readonly kind: string;
  readonly values: readonly string[];
}

type Block = readonly [start: number, packed: string];

/** Blocks that are kept decompressed. */
const KEPT_BLOCKS = 4;
/** Types that a state may not hold: another grid, and what asks a kernel for its state. */
const NOT_WITHIN = ["application/vnd.backendai.interactive+json", "application/vnd.jupyter.widget-view+json"];
const OUTPUTS = ["stream", "display_data", "execute_result", "error"];

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function check(isRight: unknown, what: string): asserts isRight {
  if (!isRight) throw new RangeError(`Expected ${what}`);
}

function readChoices(given: unknown): Choice[] {
  check(isList(given) && given.length && given.length <= INTERACTIVE_MAX_CONTROLS, "choices");
  let count = 0;
  return given.map((one) => {
    const { name, kind, values } = dictOrEmpty(one);
    check(isText(name) && isTexts(values) && values.length, "a choice");
    check((count += values.length) <= INTERACTIVE_MAX_VALUES, "fewer values");
    check(kind === "slider" || kind === "select" || (kind === "checkbox" && values.length === 2), "a kind of control");
    return { name, kind, values };
  });
}

/** The JSON value of a block of so many bytes at most. */
async function unpack(text: string, most: number): Promise<unknown> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let json = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return JSON.parse(json + decoder.decode());
    if ((size += value.length) > most) {
      await reader.cancel();
      check(false, "a shorter block");
    }
    json += decoder.decode(value, { stream: true });
  }
}

/** An output of a state, with nothing but what any output may have. */
function cleanOutput(given: unknown): Dict[] {
  if (!isDict(given) || !OUTPUTS.includes(given["output_type"] as string)) return [];
  const { output_type, name, text, data, metadata, ename, evalue, traceback } = given;
  const rest = Object.fromEntries(
    Object.entries(dictOrEmpty(data)).filter(([type]) => !NOT_WITHIN.some((one) => type.toLowerCase().includes(one))),
  );
  if (isDict(data) && !Object.keys(rest).length) return [];
  return [{ output_type, name, text, ...(isDict(data) && { data: rest }), metadata, ename, evalue, traceback }];
}

export class Grid {
  readonly choices: readonly Choice[];
  readonly first: number;
  readonly count: number;
  /** Where the states are, if some places have none. A place has the values' numbers as its digits. */
  readonly #places: readonly number[] | undefined;
  readonly #blocks: readonly Block[];
  readonly #packedCommon: string;
  /** Bytes that a block may have, and UTF-16 units a state. */
  readonly #most: number;
  #common: Promise<unknown> | undefined;
  readonly #kept = new Map<number, Promise<unknown>>();

  constructor(payload: unknown) {
    const { choices, places, first, common = "", blocks } = dictOrEmpty(payload);
    this.choices = readChoices(choices);
    const size = this.choices.reduce((product, { values }) => product * values.length, 1);
    let before = -1;
    const follows = (one: unknown): boolean => isCount(one) && one > before && ((before = one), true);
    check(size <= Number.MAX_SAFE_INTEGER, "fewer values");
    // Counted first: the rest is as long as it is.
    check(
      places === undefined || places === null || (isList(places) && places.length <= INTERACTIVE_MAX_STATES),
      "places",
    );
    check(!isList(places) || (places.every(follows) && before < size), "places in order");
    this.#places = isList(places) ? (places as number[]) : undefined;
    this.count = this.#places?.length ?? size;
    check(this.count && this.count <= INTERACTIVE_MAX_STATES, "states");
    check(isCount(first) && first < this.count, "the first state");
    check(isText(common), "common pieces");
    before = -1;
    check(isList(blocks) && isList(blocks[0]) && blocks[0][0] === 0, "blocks");
    const found = blocks.slice(0, INTERACTIVE_MAX_STATES);
    check(
      found.every((one) => isList(one) && one.length === 2 && follows(one[0]) && isText(one[1])),
      "blocks",
    );
    this.first = first;
    this.#packedCommon = common;
    this.#blocks = found as Block[];
    const length = this.#blocks.reduce((sum, [, { length }]) => sum + length, common.length);
    this.#most = Math.min(INTERACTIVE_MIN_UNPACKED + INTERACTIVE_MAX_EXPANSION * length, INTERACTIVE_MAX_UNPACKED);
  }

  /** The numbers of a state's values. */
  chosen(state: number): number[] {
    let place = this.#places?.[state] ?? state;
    return this.choices
      .map(({ values }) => values.length)
      .reverse()
      .map((length) => {
        const number = place % length;
        place = (place - number) / length;
        return number;
      })
      .reverse();
  }

  /**
   * The state of some values, or the nearest one. Sliders are as far from each other as their handles, from one end to the
   * other 1; what is chosen from a list, and is another, is 1 away.
   */
  nearest(chosen: readonly number[]): number {
    const wanted = chosen.reduce((place, number, at) => place * this.choices[at]!.values.length + number, 0);
    const places = this.#places;
    if (!places) return wanted;
    let best = 0;
    let least = Infinity;
    for (let state = 0; state < places.length; state++) {
      if (places[state] === wanted) return state;
      const distance = this.#distance(this.chosen(state), chosen, least);
      if (distance < least) [best, least] = [state, distance];
    }
    return best;
  }

  #distance(one: readonly number[], other: readonly number[], most: number): number {
    let sum = 0;
    for (const [at, { kind, values }] of this.choices.entries()) {
      const apart = Math.abs(one[at]! - other[at]!);
      if (apart) sum += kind === "slider" ? (apart / (values.length - 1)) ** 2 : 1;
      if (sum >= most) break;
    }
    return sum;
  }

  /** What a state shows. Rejects where it cannot be read. */
  async outputs(state: number): Promise<Dict[]> {
    let at = this.#blocks.length - 1;
    while (this.#blocks[at]![0] > state) at--;
    const [start, packed] = this.#blocks[at]!;
    const reading = this.#kept.get(at) ?? unpack(packed, this.#most);
    this.#kept.delete(at);
    this.#kept.set(at, reading);
    if (this.#kept.size > KEPT_BLOCKS) this.#kept.delete(this.#kept.keys().next().value!);
    this.#common ??= this.#packedCommon ? unpack(this.#packedCommon, this.#most) : Promise.resolve([]);
    const [block, common] = await Promise.all([reading, this.#common]);
    check(isList(block) && isList(common), "lists");
    const outputs: unknown = JSON.parse(join(block[state - start], common, this.#most));
    check(isList(outputs), "outputs");
    return outputs.flatMap(cleanOutput);
  }
}

/** A state's text: its own pieces, and runs of common ones (the first, how many). */
function join(parts: unknown, common: readonly unknown[], most: number): string {
  check(isList(parts), "a state");
  const pieces: string[] = [];
  let length = 0;
  const add = (piece: unknown): void => {
    check(isText(piece) && (length += piece.length) <= most, "a shorter state");
    pieces.push(piece);
  };
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (isText(part)) {
      add(part);
      continue;
    }
    const count = parts[++at];
    check(isCount(part) && isCount(count) && part + count <= common.length, "a run of pieces");
    // Of empty ones no state would be too long.
    for (let number = part; number < part + count; number++) add(common[number] || undefined);
  }
  return pieces.join("");
}
