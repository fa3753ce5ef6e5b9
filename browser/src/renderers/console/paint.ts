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

/** How text of a style looks, and what is drawn with characters (what `pictures` finds) where that is another way. */
export interface Looks {
  (style: Style): readonly [text: Style, pictures?: Style];
  readonly pictures?: RegExp;
}

/** Elements to copy, by style: a page of coloured text has thousands of a few styles. */
const prototypes = new WeakMap<Style, HTMLElement[]>();

function prototypeOf({ fg, bg, link, inverse, ...flags }: Style): HTMLElement {
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
  return element;
}

function styled(style: Style, text: string, looks: Looks | undefined): Node[] {
  let made = prototypes.get(style);
  if (!made) prototypes.set(style, (made = (looks?.(style) ?? [style]).map((one) => prototypeOf(one!))));
  return (made[1] ? text.split(looks!.pictures!) : [text]).map((part, i) => {
    if (!part) return new Text();
    const element = made[i % 2]!.cloneNode(true);
    ((element.firstChild ?? element) as Element).append(...widened(part));
    return element;
  });
}

export function paint(
  { text, runs }: PackedText,
  styles: readonly Style[],
  looks: Looks | undefined,
): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let plain = text.slice(0, runs[0]);
  for (let run = 0; run < runs.length; run += 2) {
    const part = text.slice(runs[run], runs[run + 2]);
    const style = runs[run + 1]!;
    if (style && part) {
      fragment.append(...widened(plain), ...styled(styles[style]!, part, looks));
      plain = "";
    } else plain += part;
  }
  fragment.append(...widened(plain));
  return fragment;
}
