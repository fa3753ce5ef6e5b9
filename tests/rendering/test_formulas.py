"""Formulas in Python: two libraries that act as one, and as the page."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from backendai_media import render
from backendai_media.rendering import formulas
from backendai_media.rendering.context import MessageError
from backendai_media.rendering.formulas import Formulas
from backendai_media.rendering.limits import Limits, Meter


def convert(document: Formulas, source: str, *, is_display: bool = False) -> str:
    return document.convert(source, Meter(Limits()), is_display=is_display)


def seen(mathml: str) -> str:
    return re.sub(r"<[^>]+>|[\s\u2063]", "", mathml)


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The libraries that were asked for each formula, in turn."""
    asked: list[str] = []
    fast, temml = formulas._converted, formulas._Temml.convert

    def by_math_core(*arguments: object, **named: object) -> object:
        asked.append("math-core")
        return fast(*arguments, **named)  # type: ignore[arg-type]

    def by_temml(*arguments: object, **named: object) -> object:
        asked.append("Temml")
        return temml(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(formulas, "_converted", by_math_core)
    monkeypatch.setattr(formulas._Temml, "convert", by_temml)
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
    with pytest.raises(MessageError, match=r"\\Q"):
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
    with pytest.raises(MessageError):
        convert(document, source)
    assert seen(convert(document, "x")) == "x"


def test_an_engine_that_stops_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "MAX_MEMORY", 3 << 20)
    formulas._engine.cache_clear()
    with pytest.raises(MessageError):
        convert(Formulas(), r"\cancel{" + "x" * 15_000 + "}")
    monkeypatch.undo()
    assert seen(convert(Formulas(), r"\cancel{x}")) == "x"


def test_threads_share_the_engine() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda n: convert(Formulas(), rf"\cancel{{x_{{{n}}}}}"), range(40))
    assert [seen(one) for one in made] == [f"x{n}" for n in range(40)]


def test_links_of_formulas_do_not_run() -> None:
    assert 'href="javascript' not in render([["text/markdown", r"$\href{javascript:alert(1)}{x}$"]])
