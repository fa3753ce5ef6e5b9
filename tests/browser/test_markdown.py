"""Markdown, LaTeX and the colours of code."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from backendai_media.build import bundle, node
from tests import VECTORS

from .stage import HERE, Stage, png

AXE = HERE.parents[1] / "browser/node_modules/axe-core/axe.min.js"

MARKDOWN = r"""# The *report*

A [link](https://example.com/a), https://example.com/b, ~~gone~~, <kbd>K</kbd> and [the end](#The-End).

- [x] done, $a_1$
- [ ] to do

| a | b |
|---|--:|
| 1 | 2 |

> Quoted $$\frac{1}{1 + \frac{a}{b}}$$

```python
def f(x):  # why
    return "text" + str(1)
```

    plain

\begin{pmatrix} 1 & 2 \\ 3 & 4 \\ 5 & 6 \end{pmatrix}

It costs $5 and $6. Bad: $\nonsense{x}$. ![far](https://canary.example/x.png)

## The End
"""

#: What a page looks at, in the shadow root of the item `index`.
LOOK = """(index, expression) => {
  const root = __probe.all('.backendai-html > div')[index].shadowRoot;
  const one = it => root.querySelector(it);
  const all = it => [...root.querySelectorAll(it)];
  const css = (it, property) => getComputedStyle(one(it))[property];
  const box = it => one(it).getBoundingClientRect();
  return new Function('one', 'all', 'css', 'box', `return ${expression}`)(one, all, css, box);
}"""


def look(stage: Stage, expression: str, index: int = 0) -> Any:
    """Evaluates `expression` over `one`, `all`, `css` and `box` of an output."""
    return stage.js(
        LOOK.replace(
            "new Function('one', 'all', 'css', 'box', `return ${expression}`)",
            f"((one, all, css, box) => ({expression}))",
        ),
        index,
        "",
    )


def shown(stage: Stage, *items: Any, **options: Any) -> None:
    report = stage.handle_all(list(items), **options)
    assert report == {"rendered": len(items), "failed": []}


def clean(stage: Stage) -> bool:
    """Nothing was reported, and nothing but scripts was asked for."""
    seen = [*stage.site.requests, *stage.assets.requests]
    fetched = [one for one in seen if not one.endswith((".js", "/page.html", "/favicon.ico"))]
    assert (stage.probe("violations"), stage.probe("errors")) == ([], [])
    assert (fetched, stage.site.elsewhere) == ([], [])
    return True


def test_markdown(stages: Stage) -> None:
    stages.open_strict()
    shown(stages, ["text/markdown", MARKDOWN])
    assert look(stages, "one('h1 em').textContent") == "report"
    links = look(stages, "all('a').map(it => [it.getAttribute('href'), it.rel])")
    assert links[:2] == [[f"https://example.com/{it}", "noopener noreferrer"] for it in "ab"]
    assert links[2][0] == "#the-end"
    assert look(stages, "one('h2').id") == "the-end"
    assert look(stages, "all('input').map(it => [it.checked, it.disabled])") == [
        [True, True],
        [False, True],
    ]
    assert look(stages, "css('td:last-child', 'textAlign')") == "right"
    assert look(stages, "one('s').textContent + one('kbd').textContent") == "goneK"
    # Formulas are laid out as such, not as letters in a row.
    assert look(stages, "box('blockquote mfrac').height > 1.5 * box('blockquote mfrac mi').height")
    assert look(stages, "box('mtable').height > 2 * box('mtable mn').height")
    assert look(stages, "box('msub mn').bottom > box('msub mi').bottom - 1")
    assert look(stages, "all('math').length") == 3
    assert look(stages, "all('.math-error').map(it => it.textContent)") == [r"$\nonsense{x}$"]
    colors = look(
        stages, "['keyword', 'comment', 'string', 'number'].map(it => css('.code-' + it, 'color'))"
    )
    assert len({*colors, look(stages, "css('pre', 'color')")}) == 5
    assert look(stages, "all('pre').map(it => it.textContent)")[1] == "plain\n"
    assert look(stages, "one('button').textContent") == "Load from canary.example"
    assert "costs $5 and $6" in stages.text()
    assert clean(stages)


LATEX = [
    ["text/latex", r"$\displaystyle \int_0^1 x\, dx$"],
    ["text/latex", "$$\\left[\\begin{matrix}1 & 2\\\\3 & 4\\end{matrix}\\right]$$"],
    ["text/latex", "\\begin{align}E &= mc^2 \\\\ m &= 1\\end{align}"],
    ["text/latex", r"With \textbf{mass} $m$, 5\% of \(c\), $\text{if $x>0$ or}$ \[y\]"],
    ["application/x-tex", r"\frac{a}{b}"],
    ["text/latex", r"$\newcommand{\R}{\mathbb{R}} x \in \R$ and $\R^2$"],
    ["text/latex", r"Well: $a$, badly: $\frac{1}{$"],
    ["text/latex", "5 apples"],
]


def test_latex(stages: Stage) -> None:
    stages.open_strict()
    shown(stages, *LATEX)
    counts = [look(stages, "all('math').length", index) for index in range(len(LATEX))]
    assert counts == [1, 1, 1, 4, 1, 2, 1, 0]
    assert look(stages, "box('mtable').height > 2 * box('mn').height", 1)
    assert look(stages, "box('.tml-eqn').left > box('mi').left + 100", 2)
    assert look(stages, "all('.tml-eqn').map(it => it.textContent)", 2) == ["(1)", "(2)"]
    assert look(stages, "one('b').textContent", 3) == "mass"
    assert look(stages, "box('mfrac').height > 1.5 * box('mi').height", 4)
    assert look(stages, "one('code').textContent", 6) == r"$\frac{1}{$"
    reason = "Unexpected end of input in a macro argument, expected '}' at end of input"
    assert look(stages, "one('.math-reason').textContent", 6) == reason
    assert stages.items()[-1][1] == "5 apples"
    assert "5% of" in stages.text()
    assert clean(stages)


@pytest.fixture
def page(stage: Stage) -> Stage:
    stage.open_strict()
    return stage


@pytest.mark.parametrize(
    ("bundle", "expected"),
    [
        ({"text/latex": "$x$", "image/png": png(), "text/plain": "x"}, "text/latex"),
        ({"text/markdown": "x", "text/latex": "$x$", "text/plain": "x"}, "text/markdown"),
        ({"text/html": "x", "text/markdown": "x"}, "text/html"),
    ],
)
def test_which_type_is_shown(page: Stage, bundle: dict[str, str], expected: str) -> None:
    shown(page, {"data": bundle, "metadata": {}})
    assert page.types() == [expected]


def chunks(stage: Stage) -> set[str]:
    return {line.rpartition("/")[2].removesuffix(".js") for line in stage.assets.requests} - {
        "main.min"
    }


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("*a*, `b`, $5", set()),
        ("$a$", {"latex"}),
        ("```python\na\n```", {"code"}),
        ("```PYTHON title\na\n```", {"code"}),
        ("```brainf\n+\n```", set()),
    ],
)
def test_chunks_come_where_they_are_needed(page: Stage, text: str, more: set[str]) -> None:
    shown(page, ["text/markdown", text])
    assert chunks(page) == {"markdown", "html", "tools"} | more


def test_without_the_other_chunks(stage: Stage) -> None:
    """Formulas and code stay as they are; without the sanitiser nothing of it is shown as HTML."""
    for chunk in ("latex", "code"):
        stage.assets.trouble(f"/js/{chunk}.js", fail=99)
    stage.open_strict()
    shown(stage, ["text/markdown", MARKDOWN])
    assert look(stage, "all('.math').length") == 4
    assert look(stage, "all('math, .code-keyword').length") == 0
    assert r"\frac{1}{1 + \frac{a}{b}}" in stage.text()
    stage.assets.trouble("/js/html.js", fail=99)
    stage.open_strict()
    bundle = {"text/markdown": "*a*<img src=x>", "text/plain": "plain"}
    report = stage.handle_all([{"data": bundle, "metadata": {}}])
    assert [it["type"] for it in report["failed"]] == ["text/markdown"]
    assert stage.types() == ["text/plain"]


def test_updates_in_place(page: Stage) -> None:
    page.js(
        """async () => {
          const item = (output_type, text) => ({ output_type, transient: { display_id: 'd' },
            data: { 'text/markdown': text } });
          await __probe.show([item('display_data', '# one')]);
          window.first = document.querySelector('.backendai-html');
          const texts = ['# two $x$', '```python\\nthree\\n```', '# four'];
          return __probe.show(texts.map(text => item('update_display_data', text)), 'other');
        }"""
    )
    page.wait("() => __probe.text(__probe.out()).trim() === 'four'")
    assert page.js("() => document.querySelector('.backendai-html') === window.first")


def test_long_markdown_is_asked_about(page: Stage) -> None:
    text = "# long\n" + "word " * 30
    shown(page, ["text/markdown", text], sanitize={"limit": 50})
    assert f"Long Markdown ({len(text)} characters), shown as text" in page.text()
    assert "# long" in page.text()
    page.engine.click("text=Show as Markdown")
    page.wait("() => __probe.all('h1').length === 2")
    assert clean(page)


HOSTILE = {
    "doubling": r"\def\a#1.{\a#1#1.}\a x.",
    "recursion": r"\def\a{\a\a}\a",
    "long macro": r"\def\a{" + "x" * 2000 + r"}\def\b{" + r"\a" * 1000 + r"}\b",
    "nesting": "{" * 5000 + "}" * 5000,
    "fractions": r"\frac{" * 2000 + "1" + "}{2}" * 2000,
    "length": "x+" * 20_000,
}


def test_hostile_formulas_are_bounded(page: Stage) -> None:
    shown(page, *(["text/latex", f"${source}$"] for source in HOSTILE.values()))
    for index, name in enumerate(HOSTILE):
        assert look(page, "all('math').length", index) == 0, name
        assert look(page, "one('.math-reason').textContent.length > 10", index), name
    shown(page, ["text/latex", r"$\rule{99999em}{99999em}\kern{99999em}\hspace{99999pt}x$"])
    assert look(page, "box('math').height < 2000 && box('math').width < 3000")


def test_coloured_code_is_readable(stage: Stage) -> None:
    page = stage.engine
    for dark in (False, True):
        page.dark(dark)
        stage.open(
            body='<main><h1>A page</h1><div id="out"></div></main>',
            head=f'<script src="{stage.root}/js/main.min.js"></script>'
            f"<style>:root {{ color-scheme: {'dark' if dark else 'light'} }}</style>",
        )
        shown(stage, ["text/markdown", MARKDOWN], ["text/latex", r"$\nonsense$"])
        stage.engine.page.add_script_tag(path=str(AXE))  # type: ignore[attr-defined]
        found = stage.js(
            "async () => (await axe.run('#out')).violations.map("
            "v => [v.id, v.nodes.map(n => n.html + n.failureSummary)])"
        )
        assert found == []
    page.dark(False)


RUN = """import { parse, write, createTypesetter, MarkdownIt } from "./parse.mjs";
const steps = [];
const all = (work) => {
  for (let count = 1; ; count++) {
    const { done, value } = work.next();
    if (done) return steps.push(count), value;
  }
};
const html = (text) => all(write(all(parse(text)))).join("");
const plain = (text) => text.replace(/ (tabindex|id)="[^"]*"/g, "");
const page = { host: {}, scope: new Map(), signal: new AbortController().signal, translate: String };
const { cases, long } = JSON.parse(process.argv[2]);
const library = new MarkdownIt({ html: true });
console.log(JSON.stringify([
  cases.map(html),
  Array.from({ length: 20_000 }, ((typeset) => () => typeset("\\\\dfrac12", false, "$"))(createTypesetter(page)))
    .filter((made) => made.includes("<math")).length,
  long.map((text) => (steps.length = 0, [plain(html(text)) === library.render(text), Math.min(...steps)])),
]));"""


@pytest.fixture(scope="module")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[str], list[str]], Any]:
    """Runs the script's own parser without a browser."""
    browser = bundle.sources()
    assert browser
    home = tmp_path_factory.mktemp("markdown")
    entry = """export { parse, write } from "./src/renderers/markdown/parse.ts";
    export { createTypesetter } from "./src/renderers/latex/typeset.ts";
    export { default as MarkdownIt } from "markdown-it";"""
    command = [str(node.find_esbuild(browser)), "--bundle", "--format=esm", "--log-level=warning"]
    command.append(f"--outfile={home / 'parse.mjs'}")
    subprocess.run(command, cwd=browser, input=entry, text=True, check=True)
    (home / "run.mjs").write_text(RUN)

    def run(cases: list[str], long: list[str]) -> Any:
        given = json.dumps({"cases": cases, "long": long})
        command = [node.find_node(), str(home / "run.mjs"), given]
        return json.loads(
            subprocess.run(command, check=True, capture_output=True, text=True).stdout
        )

    return run


def test_the_same_html_in_both_languages(in_node: Callable[..., Any]) -> None:
    """`markdown.json`: Markdown → HTML, before formulas and code are looked at."""
    cases = json.loads((VECTORS / "markdown.json").read_text(encoding="utf-8"))
    found, formulas, _ = in_node([it["markdown"] for it in cases], [])
    for case, html in zip(cases, found, strict=True):
        assert html == case["html"], case["name"]
    assert 1000 < formulas < 20_000, "of very many the last ones stay as they are"


LONG = {
    "tight": "- item\n  more\n" * 400,
    "loose": "- a\n" * 700 + "\n- b\n" * 200,
    "loose at the end": "1. a\n" * 900 + "\n2. b\n\ntext\n",
    "apart where it is divided": "- a\n" * 300 + "\n" + "- b\n" * 300,
    "nested": "- a\n  - b\n\n    1. c\n" * 300,
    "two lists": "- a\n" * 400 + "* b\n" * 400,
    "to the left": "  - a\n" * 200 + "- b\n  - c\n" * 200,
    "fenced": "- a\n\n  ~~~\n- b\n" * 200,
    "table": "| a | b |\n|--|-:|\n" + "| *1* | 2 |\n" * 1000 + "text\n\nmore",
    "ragged table": "a | b\n--|--\n" + "x\ny | z | w\n" * 500 + "> end",
    "no table": "a\n---\n" + "b | c\n" * 400,
    "text": "word\n" * 800 + "===",
}


def test_long_blocks_go_in_parts_that_join(in_node: Callable[..., Any]) -> None:
    *_, found = in_node([], list(LONG.values()))
    for (name, text), (same, steps) in zip(LONG.items(), found, strict=True):
        assert same, name
        assert steps > 2 or not text.startswith(("-", "|")), name
