"""Links from one output of a document to another, in the page and in Python's pages."""

from __future__ import annotations

import pytest

from backendai_media import render
from backendai_media.rendering import notebook

from .stage import Stage

pytestmark = pytest.mark.one_engine

FAR = "\n\n" + "word\n\n" * 150
#: Markdown, HTML, Markdown, and the links in each.
FIRST = f"""# Top

[a](#The-End) [b](#row) [c](#own-part) [d](#name) note[^1]
{FAR}
## Own part

[^1]: text
"""
OUTPUT = f"""<a href='#the-end'>e</a> <a href='#Top'>f</a> <a href='#mark'>g</a>{"<p>x</p>" * 99}
<table><tr id='row'><td>r</td></tr></table><svg id='mark' width='9' height='9'></svg>"""
LAST = f"""[h](#own-part) [i](#row)
{FAR}
<details><summary>s</summary><a name='name'></a>n</details>

# The end
"""
CELLS = [FIRST, OUTPUT, LAST]
#: Links by their texts, and where they lead: the number of the cell, and what is there.
LINKS = {
    "a": (2, "h1"),
    "b": (1, "#row"),
    "c": (0, "h2"),
    "d": (2, "details"),
    "1": (0, "#fn-1"),
    "e": (2, "h1"),
    "f": (0, "h1"),
    "g": (1, "svg"),
    "h": (0, "h2"),
    "i": (1, "#row"),
}
ROOTS = "[...document.querySelectorAll('.backendai-html > div')].map((host) => host.shadowRoot)"
CLICK = f"""(text) => {{
  scrollTo(0, 0);
  const links = {ROOTS}.flatMap((root) => [...root.querySelectorAll('a')]);
  links.find((link) => link.textContent === text).click();
}}"""
IS_THERE = f"""(cell, selector) => {{
  const {{ top }} = {ROOTS}[cell].querySelector(selector).getBoundingClientRect();
  return top >= -99 && top < innerHeight;
}}"""


def check(stage: Stage) -> None:
    for text, (cell, selector) in LINKS.items():
        stage.js(CLICK, text)
        stage.wait(IS_THERE, cell, selector, seconds=10)


def test_in_the_page(stages: Stage) -> None:
    stages.open(body='<main style="padding: 99vh 0"><div id="out"></div></main>')
    first, output, last = CELLS
    value = [["text/markdown", first], ["text/html", output], ["text/markdown", last]]
    assert stages.handle_all(value)["failed"] == []
    check(stages)
    assert stages.probe("errors") == []


def cells() -> dict[str, object]:
    first, output, last = CELLS
    shown = {"output_type": "display_data", "data": {"text/html": output}, "metadata": {}}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": first},
            {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [shown]},
            {"cell_type": "markdown", "metadata": {}, "source": last},
        ],
    }


def test_in_a_notebook(stages: Stage) -> None:
    stages.open(head="", body=notebook(cells()))
    check(stages)


def test_in_a_page_of_its_own(stages: Stage) -> None:
    first, output, last = CELLS
    value = [["text/markdown", first], ["text/html", output], ["text/markdown", last]]
    stages.engine.open(stages.site.page("links.html", render(value, standalone=True)))
    check(stages)


def test_outputs_have_no_names_in_the_page() -> None:
    made = render([["text/html", "<a href='#BackendAI'>x</a><p id='BackendAI'>y</p>"]])
    outside = made.partition("</template>")[2]
    assert 'id="backendai-' in outside
    assert "BackendAI" not in outside
