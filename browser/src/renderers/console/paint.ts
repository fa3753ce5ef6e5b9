/** Lines → DOM. Plain text stays text; styled stretches are spans, links are anchors. */

import type { Line } from "../../shared/chunk-interfaces.ts";
import type { Style } from "./sgr.ts";
import { CSS_BACKGROUND, CSS_FOREGROUND } from "../../shared/spec.ts";
import { columnsOf, wide } from "./width.ts";

/** Whether lines need more than one text node. */
export const isPlain = (lines: Line[]): boolean =>
  lines.every(({ text, runs }) => !runs.length && !/[^\0-\u10ff]/.test(text));

const span = (className: string, ...content: (string | Node)[]): HTMLElement => {
  const element = document.createElement("span");
  element.className = className;
  element.append(...content);
  return element;
};

/** Wide characters get two columns each, whatever their width in the font. */
const widened = (text: string): (string | Node)[] =>
  /[^\0-\u10ff]/.test(text)
    ? text.split(wide()).map((part, i) => {
        if (i % 2 === 0) return part;
        const element = span("backendai-wide", part);
        element.style.width = `${columnsOf(part).length}ch`;
        return element;
      })
    : [text];

function styled({ fg, bg, link, inverse, ...flags }: Style, text: string): Node {
  const front = inverse ? (bg ?? CSS_BACKGROUND) : fg;
  const back = inverse ? (fg ?? CSS_FOREGROUND) : bg;
  const names = Object.entries({ fg: front, bg: back, ...flags }).filter(([, value]) => value);
  const element = span(names.map(([name]) => `backendai-${name}`).join(" "), ...widened(text));
  if (front) element.style.setProperty("--fg", front);
  if (back) element.style.setProperty("--bg", back);
  if (!link) return element;
  const anchor = document.createElement("a");
  anchor.append(element);
  return Object.assign(anchor, { href: link, target: "_blank", rel: "noopener noreferrer" });
}

/** Lines as nodes; without a line feed after the last of all. */
export function paint(lines: Line[], styles: Style[], isLast = false): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let plain = "";
  const flush = () => {
    fragment.append(...widened(plain));
    plain = "";
  };
  lines.forEach(({ text, runs, continues }, i) => {
    plain += text.slice(0, runs[0]);
    for (let run = 0; run < runs.length; run += 2) {
      const part = text.slice(runs[run], runs[run + 2]);
      const style = runs[run + 1]!;
      if (style) {
        flush();
        fragment.append(styled(styles[style]!, part));
      } else plain += part;
    }
    if (!continues && !(isLast && !lines[i + 1])) plain += "\n";
  });
  flush();
  return fragment;
}
