/** The drawing beside the rows: a few paths, whatever it shows. */

import { createSvgElement } from "../../shared/dom.ts";
import { COLORS, type Drawn } from "./paths.ts";

export interface Graph {
  readonly element: SVGSVGElement;
  paint(drawn: Drawn, height: number): void;
}

export function makeGraph(): Graph {
  const element = createSvgElement("svg", "graph");
  const add = (name: string): SVGElement => element.appendChild(createSvgElement("path", name));
  const lines = Array.from({ length: COLORS }, (_, color) => add(`line backendai-git-${color}`));
  const hot = add("hot");
  const stubs = add("stubs");
  const dots = Array.from({ length: COLORS }, (_, color) => add(`dots backendai-git-${color}`));
  element.ariaHidden = "true";
  return {
    element,
    paint(drawn, height) {
      element.setAttribute("width", `${drawn.width}`);
      element.setAttribute("height", `${height}`);
      hot.setAttribute("d", drawn.hot);
      stubs.setAttribute("d", drawn.stubs);
      for (let color = 0; color < COLORS; color++) {
        lines[color]!.setAttribute("d", drawn.lines[color]!);
        dots[color]!.setAttribute("d", drawn.dots[color]!);
      }
    },
  };
}
