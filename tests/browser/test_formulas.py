"""Formulas: what is supported, references, formulas in HTML."""

from __future__ import annotations

import pytest

from .formulas import FORMULAS, problems
from .stage import Stage


def test_supported_formulas(stage: Stage) -> None:
    """Of KaTeX's support table; `python -m benchmarks.formulas` says which are not."""
    found = problems(stage)
    assert len(FORMULAS) == 999
    assert len(FORMULAS) - len(found) >= 985, found


def shown(stage: Stage, selector: str) -> list[str]:
    """→ texts of elements in the outputs."""
    texts = """selector => __probe.all('.backendai-html > div').flatMap(
      it => [...it.shadowRoot.querySelectorAll(selector)].map(one => one.textContent))"""
    found: list[str] = stage.js(texts, selector)
    return found


@pytest.mark.parametrize(
    ("text", "chunks"),
    [
        ("a $5 $ b", set()),
        ("a $$ b \\(c", {"formulas"}),
        ("<pre>$$a$$</pre>", {"formulas"}),
        ("a $$b$$", {"formulas", "latex"}),
    ],
)
def test_chunks_come_where_formulas_are(stage: Stage, text: str, chunks: set[str]) -> None:
    stage.open_strict()
    stage.handle_all([["text/html", text]])
    asked = {name for name in ("formulas", "latex") if stage.assets.asked(f"/js/{name}.js")}
    assert asked == chunks
    assert (stage.probe("violations"), stage.probe("errors")) == ([], [])


def test_html_whose_formulas_cannot_be_loaded(stage: Stage) -> None:
    stage.assets.trouble("/js/latex.js", fail=99)
    stage.open_strict()
    assert stage.handle_all([["text/html", "<p>a $$b$$</p>"]]) == {"rendered": 1, "failed": []}
    assert shown(stage, "p") == ["a $$b$$"]


def test_formulas_that_change_are_typeset_again(stages: Stage) -> None:
    """What comes later in the page is; what comes before keeps its own definitions."""
    stages.open_strict()
    stages.js("""() => {
      const item = (type, text, id) => ({ output_type: 'display_data', data: { [type]: text },
        transient: { display_id: id } });
      window.update = (type, text) => __probe.show(
        [{ ...item(type, text, 'd'), output_type: 'update_display_data' }], 'other');
      return __probe.show([
        ['text/latex', '$\\\\def\\\\a{1}\\\\a$'],
        item('text/markdown', '$\\\\def\\\\a{2}\\\\a$', 'd'),
        ['text/markdown', '$\\\\a$'], ['text/latex', '$\\\\a$'], ['text/html', '\\\\(\\\\a\\\\)']]);
    }""")
    assert shown(stages, "math") == ["1", "2", "2", "2", "2"]
    stages.js(r"() => update('text/markdown', '$\\def\\a{3}\\a$')")
    assert shown(stages, "math") == ["1", "3", "3", "3", "3"]


def test_definitions_that_feed_each_other_end(stage: Stage) -> None:
    stage.open()
    value = [["text/latex", rf"$\def\a{{{n}}}\a \ref{{l{n + 1}}}$"] for n in range(30)]
    assert stage.handle_all(value) == {"rendered": 30, "failed": []}
    value = [["text/markdown", rf"$\b$ $\let\c\b \def\b{{{n}\c}}$"] for n in range(30)]
    assert stage.handle_all(value, "s")["rendered"] == 30


def test_what_operators_are_is_kept(stage: Stage) -> None:
    stage.open()
    markup = "<math><mo form=prefix>|</mo></math><input type=checkbox form=page>"
    stage.handle_all([["text/latex", r"$\left\{\frac12\right\}$"], ["text/html", markup]])
    forms = """() => __probe.all('.backendai-html > div').flatMap(
      it => [...it.shadowRoot.querySelectorAll('[form]')].map(one => one.getAttribute('form')))"""
    assert stage.js(forms) == ["prefix", "postfix", "prefix"]
