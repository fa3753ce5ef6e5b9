// Both ways through the parser and the sanitiser, for comparison: all that DOMPurify is given at once, and ours, written in
// pieces, in slices of a few elements and with plain cells aside.
import purify from "dompurify";
import { filter } from "../../../browser/src/renderers/html/addresses.ts";
import { prepare } from "../../../browser/src/renderers/html/styles.ts";
import { parse, sanitizeInto } from "../../../browser/src/renderers/html/sanitize.ts";
import { countElements, parseInPieces } from "../../../browser/src/renderers/guard/parse.ts";

const rules = { hosts: [], blocked: [] };
const inert = document.implementation.createHTMLDocument("");

function written(root) {
    // What is divided below a picture has its button beside it; one call keeps the white space before all.
    for (const button of root.querySelectorAll("button")) button.remove();
    return root.innerHTML.trimStart();
}

export function atOnce(html) {
    const root = inert.createElement("div");
    root.innerHTML = prepare(html, []);
    for (const one of root.querySelectorAll("*"))
        if (one instanceof HTMLUnknownElement) one.replaceWith(...one.childNodes);
    purify.sanitize(root);
    filter(root, root, rules);
    return written(root);
}

function whole(work) {
    for (;;) {
        const { done, value } = work.next();
        if (done) return value;
    }
}

/** `units`: how many UTF-16 units are parsed at a time; 0: all. */
export function inSlices(html, slice, units) {
    const root = inert.createElement("div");
    const prepared = prepare(html, []);
    const body = units ? whole(parseInPieces(prepared, undefined, units)) : parse(prepared, undefined);
    for (const _ of sanitizeInto(
        root,
        body,
        (part, place) => filter(part, place, rules),
        whole(countElements(body)),
        slice,
    ));
    return written(root);
}

/** Elements whose number was told wrong, and the most that were sanitised at once. */
export function counted(html, slice) {
    const body = whole(parseInPieces(html, undefined));
    const counts = whole(countElements(body));
    const all = [...body.querySelectorAll("*")];
    const wrong = all.filter((it) => (counts.get(it) ?? 0) !== it.querySelectorAll("*").length).length;
    let most = 0;
    const note = (part) => (most = Math.max(most, part.querySelectorAll("*").length));
    for (const _ of sanitizeInto(inert.createElement("div"), body, note, counts, slice));
    return [all.length, wrong, most];
}
