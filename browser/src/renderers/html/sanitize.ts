/** DOMPurify, and long documents in slices. What it sanitised is inserted as it is, never written out and parsed again. */

import purify from "dompurify";
import type { TrustedTypePolicyLike } from "../../backendai-media.d.ts";
import { STYLE } from "./prepare.ts";

/** Markup up to this length, in UTF-16 units, is sanitised in one call. */
const SHORT = 20_000;
/** Elements in a slice. */
const SLICE = 300;

/** Where parts are held apart: nothing in it loads or runs, and no element of a payload can hide its methods. */
const inert = document.implementation.createHTMLDocument("");

let sanitize: (dirty: string | Node) => DocumentFragment;

function configure(policy: TrustedTypePolicyLike | undefined): void {
  // Where the sanitiser cannot work there is no such method: that throws, and nothing is shown.
  purify.setConfig({
    // None of its own: a page lists ours only.
    TRUSTED_TYPES_POLICY: (policy ?? null) as never,
    RETURN_DOM_FRAGMENT: true,
    ALLOW_DATA_ATTR: false,
    // Ids stay as they are: the shadow root keeps them from the page's namespace.
    SANITIZE_DOM: false,
    ADD_TAGS: ["use", "semantics"],
    ADD_ATTR: [STYLE],
    ADD_URI_SAFE_ATTR: [STYLE],
    FORBID_TAGS: ["style", "form", "button", "select", "textarea", "dialog", "template"],
    ADD_FORBID_CONTENTS: ["annotation", "select"],
    FORBID_ATTR: ["style", "srcset", "autoplay"],
  });
  sanitize = purify.sanitize as never;
}

/**
 * Sanitises children of `parent` apart from it; the result's children are what is left. What the sanitiser decides of a
 * node depends on its parent's namespace (and name in MathML, which is never divided), so a stand-in of it holds them.
 */
function sanitizeIn(parent: Element, children: Node[]): ParentNode & Node {
  const holder = inert.createElementNS(parent.namespaceURI, parent instanceof SVGElement ? "svg" : "div");
  holder.append(...children);
  const clean = sanitize(holder);
  return clean.firstElementChild ?? clean;
}

/** Gets sanitised parts in order: children of `part` that go into `to`. */
type Add = (part: ParentNode & Node, to: ParentNode & Node) => void;

/** Sanitises the children of `from` into `to`. Elements with many descendants go alone, then what is in them. */
function* divide(from: Element, to: ParentNode & Node, add: Add, slice: number): Generator<void> {
  let batch: Node[] = [];
  let size = 0;
  const flush = () => {
    add(sanitizeIn(from, batch), to);
    batch = [];
    size = 0;
  };
  for (const child of [...from.childNodes]) {
    // Nothing is asked of the child itself: a form's fields hide its methods.
    const count = child instanceof Element ? Element.prototype.getElementsByTagName.call(child, "*").length : 0;
    if (count > slice && !(child instanceof MathMLElement)) {
      const part = sanitizeIn(from, [inert.importNode(child)]);
      const shell = part.firstElementChild;
      if (shell) {
        flush();
        add(part, to);
        yield* divide(child as Element, shell, add, slice);
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

/** Sanitises `html` into `root`. Long markup goes in slices, each as strict as one call for all. */
export function* sanitizeInto(
  root: ParentNode & Node,
  html: string,
  policy: TrustedTypePolicyLike | undefined,
  add: Add,
  short = SHORT,
  slice = SLICE,
): Generator<void> {
  if (!sanitize) configure(policy);
  if (html.length < short) return add(sanitize(html), root);
  const parsed = new DOMParser().parseFromString((policy?.createHTML(html) ?? html) as string, "text/html");
  yield;
  yield* divide(parsed.querySelector("body")!, root, add, slice);
}
