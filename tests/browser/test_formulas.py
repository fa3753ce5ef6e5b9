"""Formulas: what is supported, references, formulas in HTML."""

from __future__ import annotations

from .formulas import FORMULAS, problems
from .stage import Stage


def test_supported_formulas(stage: Stage) -> None:
    """Of KaTeX's support table; `python -m benchmarks.formulas` says which are not."""
    found = problems(stage)
    assert len(FORMULAS) == 999
    assert len(FORMULAS) - len(found) >= 985, found
