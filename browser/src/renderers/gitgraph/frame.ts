/** The elements that a view fills. */

import type { Context } from "../../backendai-media.d.ts";
import { make } from "./dom.ts";
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
  const body = make("div", "body", graph.element);
  const space = make("div", "space", body);
  const list = make("div", "list", space);
  const detail = make("div", "detail");
  list.tabIndex = 0;
  list.role = "listbox";
  list.ariaLabel = text("Git history");
  space.role = body.role = "presentation";
  detail.hidden = true;
  return { list, space, body, graph, detail };
}
