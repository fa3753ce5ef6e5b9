// Both ways through the sanitiser, for comparison: all in one call, and in slices of a few elements.
import { filter } from "../../../browser/src/renderers/html/addresses.ts";
import { prepare } from "../../../browser/src/renderers/html/prepare.ts";
import { sanitizeInto } from "../../../browser/src/renderers/html/sanitize.ts";

const rules = { hosts: [], remote: "{host}" };

export function sanitized(html, policy, short, slice) {
    const root = document.implementation.createHTMLDocument("").createElement("div");
    const add = (part, place) => {
        filter(part, place, rules);
        place.append(...part.childNodes);
    };
    try {
        for (const _ of sanitizeInto(root, prepare(html, []), policy, add, short, slice));
    } catch {
        return "refused"; // A frameset has no body.
    }
    // What is divided below a picture has its button beside it; one call keeps the white space before all.
    for (const button of root.querySelectorAll("button")) button.remove();
    return root.innerHTML.trimStart();
}
