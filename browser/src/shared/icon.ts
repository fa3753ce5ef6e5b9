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

/** Icons of the terminal's buttons. */
export const ICONS = {
  search: "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.5 10.5L14 14",
  copy: COPY,
  paste: "M5.5 3.5h-2v10h9v-10h-2M5.5 2h5v3h-5zM6 8.5h4M6 11h4",
  smaller: "M1.5 12.5l4-10l4 10M3 9.5h5M10.5 7.5h4",
  larger: "M1.5 12.5l4-10l4 10M3 9.5h5M10.5 7.5h4M12.5 5.5v4",
  reader: "M2 6.5v3h2.5L8 12.5v-9L4.5 6.5zM10.5 6a3 3 0 0 1 0 4M12.5 4a6 6 0 0 1 0 8",
  save: SAVE,
  record: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 6.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3",
  full: FULL,
  restart: "M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  up: "M3.5 10L8 5.5l4.5 4.5",
  down: "M3.5 6L8 10.5L12.5 6",
  close: "M4 4l8 8M12 4l-8 8",
} as const;

export type Icon = keyof typeof ICONS;

export const icon = (name: Icon): SVGElement => drawIcon(ICONS[name]);
