/** Python source with its colours, without an editor. */

import { pythonLanguage } from "@codemirror/lang-python";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { el } from "./elements.ts";

/** Longer sources stay plain: parsing must not hold up the page. */
const LONGEST = 50_000;

export function source(code: string, python = true): HTMLElement {
  const target = el("code");
  if (!python || code.length > LONGEST) {
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
