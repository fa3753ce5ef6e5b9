/** Each item's toolbar, on hover and focus; an image's large view; export. */

import { adopt } from "../../shared/dom.ts";
import type { ServedOutput } from "../../shared/chunk-interfaces.ts";
import { createToolbar } from "./toolbar.ts";
import css from "./style.css";
import { enlarge } from "./viewer.ts";

export { exportHtml } from "./export.ts";

/** Handles an event in an output. The first one may be late, since it makes the chunk load. */
export function attend(event: Event, output: ServedOutput): void {
  const target = event.target as HTMLElement;
  const item = target.closest<HTMLElement>(".backendai-item");
  if (item?.parentNode !== output.element || item.querySelector(":scope > :is(.backendai-input, .backendai-notice)"))
    return;
  adopt(css, item);
  const opens = event.type === "click" || (event as KeyboardEvent).key === "Enter";
  if (opens && target instanceof HTMLImageElement && target.parentNode === item) enlarge(target, output);
  // The renderer may have refilled the item since.
  if (!item.querySelector(":scope > .backendai-bar")) item.append(createToolbar(item, output));
}
