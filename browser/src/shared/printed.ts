/** What is shown in parts is made whole for paper and files. */

import type { Context } from "../backendai-media.d.ts";
import type { Paper } from "./chunk-interfaces.ts";

/** When the page is printed or an output exported, what `make` gives stands for `element`. */
export function printed(
  element: Element,
  context: Context,
  make: (paper: Paper, most: number) => Element | void,
): void {
  context.load("paper").then(
    (paper) => (paper as Paper).attend(element, (most) => make(paper as Paper, most), context),
    () => {},
  );
}
