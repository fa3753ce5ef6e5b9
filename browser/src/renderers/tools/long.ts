/** HTML, or Markdown, that is too long to be sanitised without asking: its text, and ways to see more of it. */

import type { Translate } from "../../backendai-media.d.ts";
import { createButton } from "../../shared/dom.ts";
import { save } from "../../shared/save.ts";

/** UTF-16 units that are shown. */
const EXCERPT = 20_000;

export function showLong(
  root: ShadowRoot | HTMLElement,
  text: string,
  translate: Translate,
  sanitize: () => void,
  kind: "HTML" | "Markdown" = "HTML",
): void {
  const excerpt = document.createElement("pre");
  excerpt.textContent = text.slice(0, EXCERPT);
  root.replaceChildren(
    translate(`Long ${kind} ({n} characters), shown as text`).replace("{n}", `${text.length}`),
    " ",
    createButton("button", translate(`Show as ${kind}`), sanitize),
    " ",
    createButton("button", translate("Download"), () => save(kind === "HTML" ? "output.html" : "output.md", text)),
    excerpt,
  );
}
