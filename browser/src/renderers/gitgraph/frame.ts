/** The elements that a view fills: the list and its graph, a few paths whatever it shows. */

import { createElement, createSvgElement } from "../../shared/dom.ts";
import type { Drawn } from "./paths.ts";
import { GIT_COLOR_COUNT } from "../../shared/spec.ts";
import type { Context } from "../../backendai-media.d.ts";
import * as messages from "../../shared/messages.ts";

export interface Graph {
  readonly element: SVGSVGElement;
  paint(drawn: Drawn, height: number): void;
}

export function createGraph(): Graph {
  const element = createSvgElement("svg", "git-graph");
  const add = (name: string): SVGElement => element.appendChild(createSvgElement("path", `git-${name}`));
  const lines = Array.from({ length: GIT_COLOR_COUNT }, (_, color) => add(`line backendai-git-${color}`));
  const hot = add("hot");
  const stubs = add("stubs");
  const dots = Array.from({ length: GIT_COLOR_COUNT }, (_, color) => add(`dots backendai-git-${color}`));
  element.ariaHidden = "true";
  return {
    element,
    paint(drawn, height) {
      element.setAttribute("width", `${drawn.width}`);
      element.setAttribute("height", `${height}`);
      hot.setAttribute("d", drawn.hot);
      stubs.setAttribute("d", drawn.stubs);
      for (let color = 0; color < GIT_COLOR_COUNT; color++) {
        lines[color]!.setAttribute("d", drawn.lines[color]!);
        dots[color]!.setAttribute("d", drawn.dots[color]!);
      }
    },
  };
}

export interface Frame {
  /** Scrolls, and has the focus. */
  readonly list: HTMLElement;
  /** As tall as all rows are. */
  readonly space: HTMLElement;
  /** The rows near the screen, and their graph. */
  readonly body: HTMLElement;
  readonly graph: Graph;
  readonly detail: HTMLElement;
}

export function createFrame(translate: Context["translate"]): Frame {
  const graph = createGraph();
  const body = createElement("div", "git-body", graph.element);
  const space = createElement("div", "git-space", body);
  const list = createElement("div", "git-list", space);
  const detail = createElement("div", "git-detail");
  list.tabIndex = 0;
  list.role = "listbox";
  list.ariaLabel = translate(messages.git_history);
  space.role = body.role = "presentation";
  detail.hidden = true;
  return { list, space, body, graph, detail };
}
