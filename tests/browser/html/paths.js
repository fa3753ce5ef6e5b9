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
  for (const _ of sanitizeInto(root, prepare(html, []), policy, add, short, slice));
  return root.innerHTML;
}
