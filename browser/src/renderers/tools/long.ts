/** HTML, or Markdown, that is too long to be sanitised without asking: its text, and ways to see more of it. */

import type { Translate } from "../../backendai-media.d.ts";
import { save } from "../../core/save.ts";

/** UTF-16 units that are shown. */
const EXCERPT = 20_000;

/** `words`: what is said, what the button says, the name of the file that is saved. */
export function showLong(
  root: ShadowRoot | HTMLElement,
  text: string,
  translate: Translate,
  sanitize: () => void,
  words = [translate("Long HTML ({n} characters), shown as text"), translate("Show as HTML"), "output.html"],
): void {
  const [long, show, file] = words as [string, string, string];
  const button = (label: string, onclick: () => void) =>
    Object.assign(document.createElement("button"), { textContent: label, onclick });
  const excerpt = document.createElement("pre");
  excerpt.textContent = text.slice(0, EXCERPT);
  root.replaceChildren(
    long.replace("{n}", `${text.length}`),
    " ",
    button(show, sanitize),
    " ",
    button(translate("Download"), () => save(file, text)),
    excerpt,
  );
}
