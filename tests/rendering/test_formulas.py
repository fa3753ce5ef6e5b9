"""Formulas in Python: two libraries that act as one, and as the page."""

from __future__ import annotations

import json
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from itertools import pairwise

import pytest

from backendai_media import render
from backendai_media.rendering import formulas, temml
from backendai_media.rendering.context import RenderError
from backendai_media.rendering.formulas import Formulas
from backendai_media.rendering.limits import Limits, Meter
from backendai_media.rendering.temml import Temml
from tests import ROOT


def convert(document: Formulas, source: str, *, is_display: bool = False) -> str:
    return document.convert(source, Meter(Limits()), is_display=is_display)


def seen(mathml: str) -> str:
    return re.sub(r"<[^>]+>|[\s\u2063]", "", mathml)


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The libraries that were asked for each formula, in turn."""
    asked: list[str] = []
    fast, slow = formulas._converted, Temml.convert

    def by_math_core(*arguments: object, **named: object) -> object:
        asked.append("math-core")
        return fast(*arguments, **named)  # type: ignore[arg-type]

    def by_temml(*arguments: object, **named: object) -> object:
        asked.append("Temml")
        return slow(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(formulas, "_converted", by_math_core)
    monkeypatch.setattr(Temml, "convert", by_temml)
    formulas._independent.cache_clear()
    formulas._by_temml_alone.cache_clear()
    return asked


@pytest.mark.parametrize(
    ("source", "text", "asked"),
    [
        (r"\frac{a}{b}", "ab", ["math-core"]),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", "a=bc=d", ["math-core"]),
        (r"\begin{dcases}a&b\\c&d\end{dcases}", "{abcd", ["math-core"]),
        (r"\ce{H2O}", "H2O", ["math-core", "Temml"]),
        (r"\cancel{x}", "x", ["math-core", "Temml"]),
    ],
)
def test_libraries(engines: list[str], source: str, text: str, asked: list[str]) -> None:
    assert seen(convert(Formulas(), source)) == text
    assert engines == asked


def test_macros_hold_in_the_document_and_no_longer(engines: list[str]) -> None:
    document = Formulas()
    assert seen(convert(document, r"\newcommand{\Q}{\mathbb{R}} x \in \Q")) == "x∈ℝ"
    assert seen(convert(document, r"\Q^2")) == "ℝ2"
    assert engines == ["math-core"] * 2
    # A formula that only Temml knows finds what was defined before; what it defines is found later.
    assert seen(convert(document, r"\cancel{\Q}")) == "ℝ"
    assert seen(convert(document, r"\newcommand{\F}{\cancel{F}} \F\Q")) == "Fℝ"
    assert seen(convert(document, r"\F")) == "F"
    with pytest.raises(RenderError, match=r"\\Q"):
        convert(Formulas(), r"\Q")


def test_what_only_temml_redefines_is_not_what_it_was() -> None:
    document = Formulas()
    assert seen(convert(document, r"\newcommand{\a}{b}\a")) == "b"
    assert seen(convert(document, r"\ce{H}\renewcommand{\a}{c}\a")) == "Hc"
    assert seen(convert(document, r"\a")) == "c"


def test_macros_are_defined_again() -> None:
    document = Formulas()
    for _ in range(2):
        assert seen(convert(document, r"\newcommand{\a}{b}\a")) == "b"
    assert seen(convert(document, r"\newcommand\a{c}\a")) == "c"


#: Macros that become nine of the one before.
BOMB = r"\def\a{x}" + "".join(
    rf"\def\{after}{{" + rf"\{before}" * 9 + "}" for before, after in pairwise("abcdefg")
)


@pytest.mark.parametrize(
    "source",
    [
        r"\def\a{\a\a}\a",
        BOMB + r"\g\g",
        "{" * 500 + "}" * 500,
        r"\frac{",
        r"\nonsense",
    ],
)
def test_what_is_too_much_or_wrong_is_told(source: str) -> None:
    document = Formulas()
    with pytest.raises(RenderError):
        convert(document, source)
    assert seen(convert(document, "x")) == "x"


def test_an_engine_that_stops_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temml, "MAX_MEMORY", 3 << 20)
    temml._engine.cache_clear()
    with pytest.raises(RenderError):
        convert(Formulas(), r"\cancel{" + "x" * 15_000 + "}")
    monkeypatch.undo()
    assert seen(convert(Formulas(), r"\cancel{x}")) == "x"
    temml._engine.cache_clear()


def test_threads_share_the_engine() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda n: convert(Formulas(), rf"\cancel{{x_{{{n}}}}}"), range(40))
    assert [seen(one) for one in made] == [f"x{n}" for n in range(40)]


def test_links_of_formulas_do_not_run() -> None:
    assert 'href="javascript' not in render([["text/markdown", r"$\href{javascript:alert(1)}{x}$"]])


#: Spaces, invisible operators, and selectors of a glyph's variant.
UNSEEN = re.compile("[\\s\u2061-\u2064\u200b-\u200d\ufe00-\ufe0f]")


def letters(mathml: str) -> str:
    shown = unescape(re.sub("<[^>]+>", "", mathml))
    return UNSEEN.sub("", unicodedata.normalize("NFC", shown))


def differing(sources: list[tuple[str, bool]]) -> list[tuple[str, str, str]]:
    """Return the formulas that math-core writes, and with other signs than Temml."""
    found = []
    for source, is_display in sources:
        made = formulas._independent(source, is_display=is_display)
        if made is not None:
            ours = letters(made)
            theirs = letters(Temml().convert(source, is_display=is_display).markup)
            if ours != theirs:
                found.append((source, ours, theirs))
    return found


def test_both_libraries_write_the_same_signs() -> None:
    """Each command that Temml knows by name."""
    library = (ROOT / "browser/node_modules/temml/dist/temml.mjs").read_text(encoding="utf-8")
    names = sorted(set(re.findall(r"""["']\\\\([a-zA-Z]+)["']""", library)))
    assert len(names) > 1000
    forms = (r"\{} a", r"a \{} b", r"\{}{{a}}", r"\{}{{a}}{{b}}")
    # References and numbers are Temml's.
    given = [(form.format(name), True) for name in names for form in forms if "ref" not in name]
    assert differing(given) == []


def test_formulas_of_the_table_read_as_in_the_page() -> None:
    table = json.loads((ROOT / "tests/browser/formulas.json").read_text(encoding="utf-8"))
    given = [
        (one.strip("$"), one.startswith("$$"))
        for one in table["formulas"]
        if not re.search(r"\\begin\{(equation|align|gather|alignat)\}|\\tag", one)
    ]
    assert len(given) > 950
    assert differing(given) == []


def test_numbers_begin_anew_in_each_output() -> None:
    numbered = [["text/latex", r"\begin{align}a\\b\end{align}"]] * 2
    assert re.findall(r">\(([0-9])\)<", render(numbered)) == ["1", "2", "1", "2"]


def test_references_lead_to_equations_of_other_outputs() -> None:
    made = render(
        [
            ["text/markdown", r"see \eqref{later}"],
            ["text/latex", r"\begin{equation}a \label{later}\end{equation}"],
        ]
    )
    (name,) = re.findall(r'<a href="#([^"]+)"[^>]*>\(1\)</a>', made)
    assert f' id="{name}"' in made


def test_lines_of_formulas_are_drawn() -> None:
    """Browsers draw no `menclose`: a style sheet does."""
    for value in (
        ["text/latex", r"$\overline{ab}$"],
        ["text/markdown", r"$\cancel{a}$"],
        ["html", r"\(\boxed{a} \overline{b}\)"],
    ):
        assert "tml-overline{" in render([value]).replace(" ", "")
    assert "tml-overline{" not in render([["text/latex", "$ab$"]]).replace(" ", "")


def test_formulas_in_html_are_as_safe_as_html() -> None:
    made = render(
        [["html", r"<p>\(\href{javascript:alert(1)}{a} \text{&lt;img onerror=b&gt;}\)</p>"]]
    )
    assert "<math" in made
    assert "javascript" not in made
    assert "<img" not in made


def test_tokens_are_the_documents_own() -> None:
    """What looks like a mark is text."""
    made = render([["text/markdown", r"t0r0n \eqref{a} t1r0p"]])
    assert "t0r0n" in made
    assert "t1r0p" in made
