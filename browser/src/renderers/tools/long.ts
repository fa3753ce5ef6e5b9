/** HTML that is too long to be sanitised without asking: its text, and ways to see more of it. */

import type { Translate } from "../../backendai-media.d.ts";
import { save } from "../../core/save.ts";

/** UTF-16 units that are shown. */
const EXCERPT = 20_000;

export function showLong(root: ShadowRoot, text: string, translate: Translate, sanitize: () => void): void {
  const button = (label: string, onclick: () => void) =>
    Object.assign(document.createElement("button"), { textContent: label, onclick });
  const excerpt = document.createElement("pre");
  excerpt.textContent = text.slice(0, EXCERPT);
  root.replaceChildren(
    translate("Long HTML ({n} characters), shown as text").replace("{n}", `${text.length}`),
    " ",
    button(translate("Show as HTML"), sanitize),
    " ",
    button(translate("Download"), () => save("output.html", text)),
    excerpt,
  );
}
