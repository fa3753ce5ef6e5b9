/** What takes outputs out of the page: a bar beside each item, on hover and focus; an image's large view; export. */

import { adopt } from "../../shared/adopt-style.ts";
import type { Output } from "./content.ts";
import { createBar } from "./toolbar.ts";
import css from "./style.css";
import { enlarge } from "./viewer.ts";

export { exportHtml } from "./export.ts";

/** Does what an event in an output asks for. It may come late: the chunk is fetched by the first one. */
export function attend(event: Event, output: Output): void {
  const target = event.target as HTMLElement;
  const item = target.closest<HTMLElement>(".backendai-item");
  if (item?.parentNode !== output.element || item.querySelector(":scope > :is(.backendai-input, .backendai-notice)"))
    return;
  adopt(css, item);
  const opens = event.type === "click" || (event as KeyboardEvent).key === "Enter";
  if (opens && target instanceof HTMLImageElement && target.parentNode === item) enlarge(target, output);
  // A renderer may have filled the item anew since.
  if (!item.querySelector(":scope > .backendai-bar")) item.append(createBar(item, output));
}
