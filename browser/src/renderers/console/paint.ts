/** Text → DOM. Plain text stays text; styled stretches are spans, links are anchors. */

import type { PackedText } from "../../shared/chunk-interfaces.ts";
import type { Style } from "./sgr.ts";
import { CSS_BACKGROUND, CSS_FOREGROUND } from "../../shared/spec.ts";
import { MAY_BE_WIDE } from "./lines.ts";
import { columnsOf, wide } from "./width.ts";

/** Whether text needs more than one text node. */
export const isPlain = ({ text, runs }: PackedText): boolean => !runs.length && !MAY_BE_WIDE.test(text);

const span = (className: string, ...content: (string | Node)[]): HTMLElement => {
  const element = document.createElement("span");
  element.className = className;
  element.append(...content);
  return element;
};

/** Wide characters get two columns each, whatever their width in the font. */
const widened = (text: string): (string | Node)[] =>
  MAY_BE_WIDE.test(text)
    ? text.split(wide()).map((part, i) => {
        if (i % 2 === 0) return part;
        const element = span("backendai-wide", part);
        element.style.width = `${columnsOf(part).length}ch`;
        return element;
      })
    : [text];

/** Elements to copy, by style: a page of coloured text has thousands of a few styles. */
const prototypes = new WeakMap<Style, HTMLElement>();

function prototypeOf(style: Style): HTMLElement {
  const { fg, bg, link, inverse, ...flags } = style;
  const front = inverse ? (bg ?? CSS_BACKGROUND) : fg;
  const back = inverse ? (fg ?? CSS_FOREGROUND) : bg;
  const names = Object.entries({ fg: front, bg: back, ...flags }).filter(([, value]) => value);
  let element = span(names.map(([name]) => `backendai-${name}`).join(" "));
  if (front) element.style.setProperty("--fg", front);
  if (back) element.style.setProperty("--bg", back);
  if (link) {
    const anchor = document.createElement("a");
    anchor.append(element);
    element = Object.assign(anchor, { href: link, target: "_blank", rel: "noopener noreferrer" });
  }
  prototypes.set(style, element);
  return element;
}

function styled(style: Style, text: string): Node {
  const element = (prototypes.get(style) ?? prototypeOf(style)).cloneNode(true);
  ((element.firstChild ?? element) as Element).append(...widened(text));
  return element;
}

export function paint({ text, runs }: PackedText, styles: readonly Style[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let plain = text.slice(0, runs[0]);
  for (let run = 0; run < runs.length; run += 2) {
    const part = text.slice(runs[run], runs[run + 2]);
    const style = runs[run + 1]!;
    if (style && part) {
      fragment.append(...widened(plain), styled(styles[style]!, part));
      plain = "";
    } else plain += part;
  }
  fragment.append(...widened(plain));
  return fragment;
}
