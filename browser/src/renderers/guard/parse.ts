/** Much markup as nodes, in steps: the parser is given pieces of it, and elements are counted for the sanitiser. */

import type { TrustedTypePolicyLike } from "../../backendai-media.d.ts";

/** UTF-16 units that are parsed at a time. */
const PIECE_UNITS = 1 << 12;
/** Elements that are counted between two pauses. */
const COUNTED_ELEMENTS = 10_000;

/** The body of a document that is written in pieces: in one without a window, nothing loads or runs. */
export function* parseInPieces(
  html: string,
  policy: TrustedTypePolicyLike | undefined,
  units = PIECE_UNITS,
): Generator<void, Element> {
  const inert = document.implementation.createHTMLDocument("");
  const write = (piece: string): void => inert.write((policy?.createHTML(piece) ?? piece) as string);
  write("<!doctype html><body>");
  for (let at = 0; at < html.length; at += units) {
    write(html.slice(at, at + units));
    yield;
  }
  inert.close();
  return inert.body;
}

/**
 * How many elements are in each element that has any. All are counted at once: to count them for each alone would take time
 * for every level that they are in. Only the walker is asked: a form's fields hide its methods.
 */
export function* countElements(root: Node): Generator<void, ReadonlyMap<Node, number>> {
  const counts = new Map<Node, number>();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  /** Numbers of the elements that the walker is in. */
  const open: number[] = [];
  for (let number = 0; ; number++) {
    if (number % COUNTED_ELEMENTS === COUNTED_ELEMENTS - 1) yield;
    if (walker.firstChild()) {
      open.push(number);
      continue;
    }
    while (!walker.nextSibling()) {
      if (!walker.parentNode()) return counts;
      counts.set(walker.currentNode, number - open.pop()!);
    }
  }
}
