/** DOMPurify, in slices. Sanitised nodes are inserted directly, never serialised and parsed again. */

import purify from "dompurify";
import type { TrustedTypePolicyLike } from "../../backendai-media.d.ts";

/** Nodes in a slice, about. */
const SLICE_NODES = 1_000;

// In an unsupported browser it would leave everything unsanitised.
if (!purify.isSupported) throw Error("DOMPurify fails");
purify.setConfig({
  // It takes and returns nodes; markup goes through the page's policy.
  IN_PLACE: true,
  // Elements with `is` are removed: no change of the attribute makes them harmless.
  RETURN_DOM: true,
  TRUSTED_TYPES_POLICY: null as never,
  ALLOW_DATA_ATTR: false,
  // Ids stay as they are: the shadow root keeps them from the page's namespace.
  SANITIZE_DOM: false,
  ADD_TAGS: ["use", "semantics", "none"],
  // Whether an operator stretches may depend on it. In HTML it names a form of the page.
  ADD_ATTR: (name: string, tag: string) => tag === "mo" && name === "form",
  FORBID_TAGS: ["style", "form", "button", "select", "textarea", "dialog", "template"],
  ADD_FORBID_CONTENTS: ["annotation", "select"],
  FORBID_ATTR: ["style", "srcset", "autoplay"],
});

/** An inert container for parts: nothing in it loads or runs, and no element of a payload can clobber its methods. */
const createInert = () => document.implementation.createHTMLDocument("");

/** Markup as a page would have it, in an inert container. */
export function parse(html: string, policy: TrustedTypePolicyLike | undefined): Element {
  const body = createInert().createElement("div");
  body.innerHTML = (policy?.createHTML(html) ?? html) as string;
  return body;
}

/** Filters sanitised nodes before they go into `place`. */
type Filter = (part: ParentNode, place: Node) => void;

/**
 * Sanitises what is in `body` into `root`. Much of it goes in slices, each as strict as one call for all: `counts` says how
 * many elements are in which, and may be missing where there are few.
 */
export function* sanitizeInto(
  root: ParentNode & Node,
  body: Element,
  filter: Filter,
  counts: ReadonlyMap<Node, number> = new Map(),
  slice = SLICE_NODES,
): Generator<void> {
  /**
   * Sanitises children of `parent` apart from it and returns what holds those that are left. What the sanitiser decides
   * of a node depends on its parent's namespace (and name in MathML, which is never divided), so a stand-in holds them.
   * In a separate document: a document updates all its iterators on every change.
   */
  const sanitizeIn = (parent: Element, children: Node[], place: Node): Element => {
    const holder = createInert().createElementNS(parent.namespaceURI, parent instanceof SVGElement ? "svg" : "div");
    holder.append(...children);
    const putBack = detachPlainRows(holder);
    // Of unknown elements DOMPurify keeps the contents, but not of those named as in SVG or MathML: `<text>`, `vector<int>`.
    for (const one of holder.querySelectorAll("*"))
      if (one instanceof HTMLUnknownElement) one.replaceWith(...one.childNodes);
    purify.sanitize(holder);
    filter(holder, place);
    putBack();
    return holder;
  };

  /** Sanitises the children of `from` into `to`. Elements with many descendants go without their contents, which follow. */
  function* divide(from: Element, to: ParentNode & Node): Generator<void> {
    let batch: Node[] = [];
    let size = 0;
    const flush = () => {
      to.append(...sanitizeIn(from, batch, to).childNodes);
      batch = [];
      size = 0;
    };
    for (const child of [...from.childNodes]) {
      // Comments of any kind.
      if (child.nodeType > 3) continue;
      const count = counts.get(child) ?? 0;
      if (count > slice && !(child instanceof MathMLElement)) {
        const part = sanitizeIn(from, [createInert().importNode(child)], to);
        const shell = part.lastElementChild;
        if (shell) {
          flush();
          to.append(...part.childNodes);
          yield* divide(child as Element, shell);
          continue;
        }
      }
      batch.push(child);
      size += count + 1;
      if (size > slice) {
        flush();
        yield;
      }
    }
    flush();
  }

  yield* divide(body, root);
}

/** The markup of a row whose cells have only text: no attributes, elements or comments. */
const PLAIN = /^(?:<(t[dh])>[^<]*<\/\1>)+$/;

/** Takes the cells of such rows out; the function returned puts them back. */
export function detachPlainRows(root: ParentNode): () => void {
  const kept: [Element, Node][] = [];
  // One for all: a document keeps its ranges up to date whatever is done in it.
  const range = new Range();
  for (const row of root.querySelectorAll("tr")) {
    // Checked first: nested rows would be serialised once per level.
    if (!row.querySelector(":not(td,th),td>*,th>*") && PLAIN.test(row.innerHTML)) {
      range.selectNodeContents(row);
      kept.push([row, range.extractContents()]);
    }
  }
  return () => kept.forEach(([row, cells]) => row.append(cells));
}
