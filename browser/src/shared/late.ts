/**
 * Results that Python rendered and a script put in. Declarative shadow roots are made by the parser of a page only: by
 * `innerHTML` and the like their templates stay as they are, and show nothing.
 */

import type { BackendAI } from "../backendai-media.d.ts";

const LATE = ".backendai-html > div > template[shadowrootmode]";

/** Results need ids; nobody else asks for these. */
let count = 0;

/**
 * Shows what is in such templates, in `root` and below. Nothing of them is trusted: whoever can put a template into the page
 * gets what an output of type text/html gets, the sanitiser and its frame.
 */
export function adoptLate(root: Element, media: BackendAI["Media"]): void {
  for (const template of [root, ...root.querySelectorAll(LATE)]) {
    if (!(template instanceof HTMLTemplateElement && template.matches(LATE))) continue;
    // Places that links lead to: their ids are outside of the template, in a frame that goes.
    for (const slot of template.content.querySelectorAll("slot")) {
      const place = document.createElement("span");
      place.id = slot.name;
      slot.replaceWith(place);
    }
    const container = document.createElement("div");
    template.parentElement!.parentElement!.replaceWith(container);
    void media.handle_all([["text/html", template.innerHTML]], `backendai-late-${++count}`, container);
  }
}
