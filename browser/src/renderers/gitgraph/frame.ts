/** The elements that a view fills. */

import type { Context } from "../../backendai-media.d.ts";
import { createElement } from "../../shared/dom.ts";
import { type Graph, makeGraph } from "./graph.ts";

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

export function makeFrame(text: Context["text"]): Frame {
  const graph = makeGraph();
  const body = createElement("div", "git-body", graph.element);
  const space = createElement("div", "git-space", body);
  const list = createElement("div", "git-list", space);
  const detail = createElement("div", "git-detail");
  list.tabIndex = 0;
  list.role = "listbox";
  list.ariaLabel = text("Git history");
  space.role = body.role = "presentation";
  detail.hidden = true;
  return { list, space, body, graph, detail };
}
