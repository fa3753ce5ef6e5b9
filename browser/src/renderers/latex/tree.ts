/** The library's trees as markup: with numbers and references, and as browsers' parsers read it. */

import { escapeHtml } from "../../shared/text.ts";

/** What the library makes: elements of MathML, some of HTML, fragments and texts. */
export interface Node {
  type?: string;
  children?: Node[];
  attributes?: Record<string, string>;
  classes?: string[];
  /** Of links, which stand for references. */
  href?: string;
  text?: string;
  toMarkup(): string;
  toText?(): string;
}

export interface Numbers {
  /** The next equation's number. */
  next(): string;
  /** The label that an id stands for. */
  labelOf(id: string): string;
  label(id: string, number: string): void;
  numberOf(id: string): string | undefined;
  /** The reason, where no equation has that label. */
  missing(name: string): string;
}

/** Elements that hold text: the parser ends MathML at any element in them. */
const TOKENS = new Set(["mi", "mn", "mo", "ms"]);

const markup = (text: string): Node => ({ toMarkup: () => text });
const space = (width: string): Node => markup(`<mspace width="${escapeHtml(width)}"></mspace>`);

/** Of a row: its label, and its number once that is known. */
interface Row {
  id: string;
}

/** The markup of a formula. */
export function finish(tree: Node, numbers: Numbers): string {
  const reference = (node: Node, isAlone: boolean): string => {
    const id = node.href!.slice(1);
    const name = numbers.labelOf(id);
    const number = numbers.numberOf(id);
    const isBare = !node.classes!.includes("tml-eqref");
    const text = number && (isBare ? number.replace(/^\((.*)\)$/, "$1") : `(${number.replace(/^\((.*)\)$/, "$1")})`);
    if (text === undefined) {
      const attributes = `class="math-error" title="${escapeHtml(numbers.missing(name))}"`;
      const source = escapeHtml(`\\${isBare ? "" : "eq"}ref{${name}}`);
      return isAlone ? `<code ${attributes}>${source}</code>` : `<mtext ${attributes}>${source}</mtext>`;
    }
    return isAlone
      ? `<a href="#${escapeHtml(encodeURIComponent(`eq-${name}`))}">${escapeHtml(text)}</a>`
      : `<mtext>${escapeHtml(text)}</mtext>`;
  };

  const walk = (node: Node, row: Row | undefined): void => {
    const { attributes = {}, classes = [] } = node;
    // In some empty rows it is something else.
    const children = Array.isArray(node.children) ? node.children : [];
    if (node.type === "mtr" && attributes["id"]) {
      row = { id: attributes["id"] };
      attributes["id"] = `eq-${numbers.labelOf(row.id)}`;
    }
    if (classes.includes("tml-eqn")) {
      const number = numbers.next();
      children.push(markup(number));
      if (row) numbers.label(row.id, number);
    } else if (classes.includes("tml-tag") && row) numbers.label(row.id, node.toText!().trim());
    for (const [index, child] of children.entries()) {
      if (child.href === undefined) walk(child, row);
      else children[index] = markup(reference(child, false));
    }
    if (!TOKENS.has(node.type!) || !children.some((child) => child.type)) return;
    node.type = "mrow";
    const { lspace, rspace } = attributes;
    node.attributes = {};
    if (lspace) children.unshift(space(lspace));
    if (rspace) children.push(space(rspace));
  };

  if (tree.href !== undefined) return reference(tree, true);
  walk(tree, undefined);
  return tree.toMarkup();
}
