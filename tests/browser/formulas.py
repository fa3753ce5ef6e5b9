"""Formulas of KaTeX's support table in a page: which fail, and which lose a part of what the library made."""

from __future__ import annotations

import json

from .stage import HERE, Stage

FORMULAS: list[str] = json.loads((HERE / "formulas.json").read_text(encoding="utf-8"))["formulas"]

# Each has a container, and so a scope, of its own. What the library makes is read as XML, in which no element ends others,
# and compared with what is in the page.
MEASURE = r"""async (formulas, root) => {
  const out = document.querySelector('#out');
  const { createTypesetter } = await import(`${root}/js/latex.js`);
  const shadow = it => it.querySelector('.backendai-html > div').shadowRoot;
  const shape = it => JSON.stringify([[...it.querySelectorAll('*')].map(one => one.localName), it.textContent]);
  const made = (formula) => {
    const context = { host: document.createElement('div'), scope: new Map(), signal: new AbortController().signal };
    const [open] = /^\$+/.exec(formula);
    const content = formula.slice(open.length, -open.length);
    const markup = createTypesetter({ ...context, translate: String })(content, open.length > 1, formula);
    const xml = new DOMParser().parseFromString(`<p>${markup}</p>`, 'application/xml');
    return shape(xml.documentElement);
  };
  const show = async (formula, index) => {
    const row = document.createElement('div');
    row.title = formula;
    out.append(row);
    await BackendAI.Media.handle_all([['text/latex', formula]], `formula-${index}`, row);
    const found = shadow(row);
    const reason = found.querySelector('.math-reason')?.textContent;
    if (reason !== undefined) return [formula, reason];
    if (shape(found) !== made(formula)) return [formula, 'lost content'];
    return undefined;
  };
  const problems = [];
  for (const [index, formula] of formulas.entries()) {
    const problem = await show(formula, index);
    if (problem) problems.push(problem);
  }
  return problems;
}"""


def problems(stage: Stage) -> list[tuple[str, str]]:
    """Show all of them; → those that are not right, and why."""
    stage.open()
    found = stage.js(MEASURE, FORMULAS, stage.root)
    return [(formula, why) for formula, why in found]
