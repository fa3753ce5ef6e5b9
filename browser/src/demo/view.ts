/** The outputs saved in a file: a notebook's cells, or one result. */

import { button, byId, el } from "./elements.ts";
import { media } from "./library.ts";
import { pythonLanguage } from "@codemirror/lang-python";
import { classHighlighter, highlightCode } from "@lezer/highlight";

interface Cell {
  kind: string;
  source?: string;
  count?: number;
  outputs?: unknown[];
}
interface View {
  name: string;
  language: string;
  cells: Cell[];
}

export async function view(name: string): Promise<void> {
  document.title = `${name} · Backend.AI Media`;
  byId("what").textContent = name;
  const list = el(
    "div",
    { className: "notebook", "aria-busy": "true" },
    el("p", { className: "empty" }, "Reading the file…"),
  );
  byId("main").append(list);
  byId("tools").prepend(button("Reload", () => location.reload(), { title: "Read the file again" }));
  const response = await fetch("/view.json");
  if (!response.ok) {
    list.replaceChildren(el("p", { className: "banner", role: "alert" }, await response.text()));
    return;
  }
  const { language, cells } = (await response.json()) as View;
  list.replaceChildren();
  for (const [index, cell] of cells.entries()) {
    const outputs = el("div", { className: "outputs" });
    list.append(article(cell, language, outputs));
    if (cell.outputs?.length) void media().handle_all(cell.outputs, `cell-${index}`, outputs, { scope: name });
    if (index % 20 === 19) await new Promise((resolve) => setTimeout(resolve)); // the first ones show meanwhile
  }
  if (!cells.length) list.append(el("p", { className: "empty" }, "This file has no cells."));
  list.ariaBusy = "false";
}

function article({ kind, source: text = "", count }: Cell, language: string, outputs: HTMLElement): HTMLElement {
  const label = kind === "code" ? `In [${count ?? " "}]` : kind;
  const body = kind === "code" ? source(text, /python/i.test(language)) : el("code", {}, text);
  return el(
    "article",
    { className: `run saved ${kind}`, "aria-label": label },
    kind === "result" ? undefined : el("header", {}, el("span", { className: "count" }, label)),
    text ? el("pre", { className: "source", tabIndex: 0, "aria-label": "Source" }, body) : undefined,
    outputs,
  );
}

/** Longer sources stay plain: parsing must not hold up the page. */
const MAX_HIGHLIGHTED_UNITS = 50_000;

export function source(code: string, python = true): HTMLElement {
  const target = el("code");
  if (!python || code.length > MAX_HIGHLIGHTED_UNITS) {
    target.textContent = code;
    return target;
  }
  highlightCode(
    code,
    pythonLanguage.parser.parse(code),
    classHighlighter,
    (text, classes) => target.append(classes ? el("span", { className: classes }, text) : text),
    () => target.append("\n"),
  );
  return target;
}
