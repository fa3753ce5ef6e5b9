"""Which macros the compiled library of formulas may be given: what it is not given here, it would not survive."""

from __future__ import annotations

import pytest

from backendai_media.rendering.macros import MAX_LEVELS, Macros, levels


@pytest.mark.parametrize(
    "source",
    [
        r"\newcommand{\R}{\mathbb{R}} x \in \R",
        r"\newcommand\norm[1]{\left\|#1\right\|}",
        r"\newcommand*{\pair}[2]{(#1, #2)}",
        r"\def\half#1{\frac{#1}{2}} \half{x}",
        r"\newcommand\a{b\\{c}\}}\newcommand\c{\a}",
        r"\let\to\rightarrow",
        r"\DeclareMathOperator{\argmin}{arg\,min}",
        "x + y",
    ],
)
def test_usual_macros(source: str) -> None:
    macros = Macros()
    assert macros.define(source)
    assert macros.fit(r"\norm{\R} \to \half{\pair{x}{y}}")


@pytest.mark.parametrize(
    "source",
    [
        # Arguments that are repeated, also where that is not certain.
        r"\newcommand\a[1]{#1#1}",
        r"\newcommand\a[1][{x}]{#1#1}",
        r"\newcommand\a[2]{\b{#1#2}{#1#2}}",
        r"\def\a#1{\b{#1#1}}",
        r"\newcommand\a[1]{\newcommand\b[1]{##1##1}}",
        "\\newcommand\\a[1]{ % }\n#1#1}",
        # Brackets that are not closed.
        r"\newcommand\a{(}",
        r"\let\a\bigl",
        # What stands for itself, or may come to.
        r"\newcommand\a[1]{\a{#1}}",
        r"\def\a{\b}\def\b{\a}",
        r"\let\a\a",
        # What is not read.
        "\\newcommand %\n\\a{x}",
    ],
)
def test_macros_that_multiply(source: str) -> None:
    assert not Macros().define(source)


def test_levels_add_up() -> None:
    macros = Macros()
    for before, name in [("x", "a"), (r"\a", "b"), (r"\b", "c"), (r"\c", "d")]:
        assert macros.define(rf"\newcommand\{name}[1]{'{' * 60}{before}{{#1}}{'}' * 60}")
        assert macros.fit(rf"\{name} x") == (name != "d")
    assert not macros.fit(r"\a{" * 20 + "}" * 20)
    assert macros.fit("{" * MAX_LEVELS + "}" * MAX_LEVELS)


@pytest.mark.parametrize(
    ("unit", "fits"),
    [
        ("(a)[b)", True),
        (r"\left(x\right]", True),
        (r"\bigl(\{x\}\bigr|", True),
        (r"\lvert x \rvert", True),
        ("\u27e8x\u27e9", True),
        (r"\frac{f(x)}{(a)}", True),
        ("(", False),
        ("{(}", False),
        (r"(&(\\", False),
        (r"\bigl)", False),
        # The counterpart may be an argument.
        ("(^)", False),
        (r"(\sqrt)", False),
    ],
)
def test_brackets_without_counterparts(unit: str, *, fits: bool) -> None:
    assert Macros().fit(unit * 20) == fits
    assert Macros().fit(unit)


def test_levels() -> None:
    assert levels(r"{\{\left(\begin{a}") == 4
    assert levels(r"{\\{\\right{\\end") == 3
    assert levels("{}{}") == 1
