/** Line drawings of 16 by 16. Letters would be boxes where a font lacks them. */

export const COPY = "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3";
export const SAVE = "M8 2v8M4.5 7L8 10.5L11.5 7M2.5 13.5h11";
export const FULL = "M2.5 6v-3.5h3.5M10 2.5h3.5v3.5M13.5 10v3.5h-3.5M6 13.5h-3.5v-3.5";

const SVG = "http://www.w3.org/2000/svg";

/** An SVG of a path. Size and stroke come from a style sheet. */
export function drawIcon(lines: string): SVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  path.setAttribute("d", lines);
  drawing.append(path);
  return drawing;
}
