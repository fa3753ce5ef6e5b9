/** Formulas in HTML: `$$…$$`, `\[…\]` and `\(…\)` in its text, as MathJax finds them. */

import type { Context } from "../../backendai-media.d.ts";
import { createElement } from "../../shared/dom.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { type Place, typesetPlaces } from "./places.ts";

const CLOSING: Readonly<Record<string, string>> = { $$: "$$", "\\[": "\\]", "\\(": "\\)" };
const OPENS = /\$\$|\\[([]/;
/** Where text is not looked at; and what is, of what the nearest of such classes says otherwise. */
const IGNORED = "pre,code,kbd,textarea,select,button,math,svg";
const CLASSES = ".tex2jax_ignore,.mathjax_ignore";
const ALL_CLASSES = `${CLASSES},.tex2jax_process,.mathjax_process`;
/** Text nodes and delimiters between two pauses. */
const SLICE_PARTS = 500;
/** Formulas of an output; later ones stay as they are. */
const MAX_FORMULAS = 10_000;

/** Consecutive texts and line breaks, and what will take their place. */
interface Change {
  readonly run: readonly ChildNode[];
  readonly parts: DocumentFragment;
}

/** Where formulas begin and end in a text, their delimiters included. */
export function* formulasIn(text: string): Generator<void, [from: number, to: number][]> {
  const marks: [mark: string, at: number][] = [];
  const last: Record<string, number> = {};
  let count = 0;
  for (const { 0: mark, index } of text.matchAll(/\\[^]|\$+/g)) {
    if (++count % SLICE_PARTS === 0) yield;
    if (!/^(\$\$+|\\[()[\]])$/.test(mark)) continue;
    marks.push([mark, index]);
    last[mark] = index;
  }
  const found: [number, number][] = [];
  let close: string | undefined;
  let from = 0;
  for (const [mark, at] of marks) {
    if (!close) {
      const closing = CLOSING[mark];
      if (!closing || !(last[closing]! > at)) continue;
      close = closing;
      from = at;
    } else if (mark === close) {
      if (text.slice(from + 2, at).trim()) found.push([from, at + 2]);
      close = undefined;
      // More than two dollars in a row say how dear something is, and so did the two before.
    } else if (close === "$$" && mark.startsWith(close)) close = undefined;
  }
  return found;
}

const isText = (node: Node): node is Text => node.nodeType === 3;
const textOf = (node: Node): string => (isText(node) ? node.data : node.nodeName === "BR" ? "\n" : "");

/** What takes the place of `run`, if formulas are in it. */
function* divide(run: readonly ChildNode[], places: Place[]): Generator<void, Change | undefined> {
  const text = run.map(textOf).join("");
  const formulas = yield* formulasIn(text);
  if (!formulas[0]) return undefined;
  const parts = new DocumentFragment();
  let next = 0;
  let end = 0;
  for (const node of run) {
    const start = end;
    end += textOf(node).length;
    let at = start;
    for (; next < Math.min(formulas.length, MAX_FORMULAS) && formulas[next]![0] < end; next++) {
      const [from, to] = formulas[next]!;
      if (from >= start) {
        const whole = text.slice(from, to);
        const display = whole[1] !== "(";
        const element = createElement("span", "", whole);
        element.className = `math ${display ? "display" : "inline"}`;
        parts.append(text.slice(at, from), element);
        places.push({ element, content: whole.slice(2, -2), display, whole });
      }
      at = Math.min(to, end);
      if (to > end) break;
      if (next % SLICE_PARTS === 0) yield;
    }
    if (isText(node)) parts.append(text.slice(at, end));
    else if (at === start) parts.append(node.cloneNode());
  }
  return { run, parts };
}

const isIgnored = ({ parentElement }: ChildNode): boolean =>
  !!parentElement && (!!parentElement.closest(IGNORED) || !!parentElement.closest(ALL_CLASSES)?.matches(CLASSES));

/** Finds the formulas below `root`, and makes an element for each. */
function* find(root: ShadowRoot): Generator<void, [places: Place[], changes: Change[]]> {
  const places: Place[] = [];
  const changes: Change[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let count = 0;
  for (let node = walker.nextNode() as ChildNode | null; node && places.length < MAX_FORMULAS;) {
    const run: ChildNode[] = [];
    let opens = false;
    for (let one: ChildNode | null = node; one && (isText(one) || /^W?BR$/.test(one.nodeName)); one = one.nextSibling) {
      run.push(one);
      opens ||= OPENS.test(textOf(one));
      if (++count % SLICE_PARTS === 0) yield;
    }
    walker.currentNode = run.at(-1)!;
    node = walker.nextNode() as ChildNode | null;
    const change = opens && !isIgnored(run[0]!) ? yield* divide(run, places) : undefined;
    if (change) changes.push(change);
  }
  return [places, changes];
}

/** Pauses ever more rarely: the layout of everything may follow each. */
function* insert(changes: readonly Change[]): Generator<void> {
  for (const [index, { run, parts }] of changes.entries()) {
    run[0]!.before(parts);
    for (const node of run) node.remove();
    if ((index & (index - 1)) === 0) yield;
  }
}

/** Typesets the formulas of what is in `root`. */
export async function showFormulas(root: ShadowRoot, context: Context): Promise<void> {
  const [places, changes] = await runInTimeSlices(context, find(root));
  if (!places[0]) return;
  await typesetPlaces(root, places, context);
  await runInTimeSlices(context, insert(changes));
}
