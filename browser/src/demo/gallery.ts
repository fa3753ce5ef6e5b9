/** The ready examples. */

import { button, el } from "./elements.ts";
import type { Example } from "./protocol.ts";

export function gallery(examples: readonly Example[], run: (example: Example) => void): HTMLElement {
  const items = examples.map((example) =>
    el("li", {}, example.missing.length ? lacking(example) : ready(example, run)),
  );
  return el(
    "aside",
    { className: "gallery", "aria-labelledby": "examples" },
    el("h2", { id: "examples" }, "Examples"),
    el("ul", {}, ...items),
  );
}

function ready(example: Example, run: (example: Example) => void): HTMLElement {
  const card = button("", () => run(example), { className: "example", "data-example": example.name });
  card.append(el("b", {}, example.title), " ", el("span", {}, example.about));
  return card;
}

function lacking({ name, title, missing }: Example): HTMLElement {
  const modules = missing.join(" ");
  return el(
    "div",
    { className: "example lacking", "data-example": name },
    el("b", {}, title),
    " ",
    el("span", {}, "Not here yet: ", el("code", {}, `pip install ${modules}`)),
  );
}
