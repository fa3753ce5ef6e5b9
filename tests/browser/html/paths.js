// Both ways through the sanitiser, for comparison: all that DOMPurify is given at once, and ours, in slices of a few
// elements and with plain cells aside.
import purify from "dompurify";
import { filter } from "../../../browser/src/renderers/html/addresses.ts";
import { prepare } from "../../../browser/src/renderers/html/styles.ts";
import { sanitizeInto } from "../../../browser/src/renderers/html/sanitize.ts";

const rules = { hosts: [], remote: (host) => host };
const inert = document.implementation.createHTMLDocument("");

function written(root) {
    // What is divided below a picture has its button beside it; one call keeps the white space before all.
    for (const button of root.querySelectorAll("button")) button.remove();
    return root.innerHTML.trimStart();
}

export function atOnce(html) {
    const root = inert.createElement("div");
    root.innerHTML = prepare(html, []);
    purify.sanitize(root);
    filter(root, root, rules);
    return written(root);
}

export function inSlices(html, slice) {
    const root = inert.createElement("div");
    for (const _ of sanitizeInto(
        root,
        prepare(html, []),
        undefined,
        (part, place) => filter(part, place, rules),
        slice,
    ));
    return written(root);
}
