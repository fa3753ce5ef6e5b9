"""Formulas as MathML."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert

from .._spec import LATEX_MAX_FORMULA_LENGTH
from .console import console
from .context import Context, RenderError
from .markup import element, text
from .svg_mathml import rebuild

__all__ = ["formula", "mathml", "unsafe_mathml"]

#: Longest formula, in characters.
_ENVIRONMENTS = (
    "equation|align|alignat|gather|multline|eqnarray|displaymath|math|array|[bpvBV]?matrix|cases"
)
_PARTS = re.compile(
    r"\$\$(?P<a>.+?)\$\$|\\\[(?P<b>.+?)\\\]|\\\((?P<c>.+?)\\\)|(?<!\\)\$(?P<d>[^$]+?)(?<!\\)\$"
    rf"|(?P<e>\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}}.+?\\end\{{(?P=name)\}})",
    re.DOTALL,
)
_DISPLAYED = {"a", "b", "e"}
#: Environments that only number or align what MathML lays out itself.
_OUTER = re.compile(
    r"\\(?:begin|end)\{(?:equation|displaymath|math|multline)\*?\}|\\(?:label|tag)\{[^}]*\}"
)


def formula(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return LaTeX with formulas as MathML; the text between them is unchanged."""
    if not isinstance(data, str):
        raise RenderError("expected text")
    parts = list(_PARTS.finditer(data))
    try:
        inner = _mixed(data, parts) if parts else mathml(data.strip(), is_display=True)
    except RenderError as error:
        note = element("div", text(str(error)), class_="backendai-static-note")
        inner = console(data, type_, context) + note
    return element("div", inner, class_="backendai-static-latex")


def mathml(source: str, *, is_display: bool) -> str:
    """Return a formula as sanitised MathML. Raises `RenderError` if it cannot be parsed."""
    return rebuild(unsafe_mathml(source, is_display=is_display), confined=False)


@lru_cache(2048)
def unsafe_mathml(source: str, *, is_display: bool) -> str:
    """Return a formula as MathML from the library, not sanitised.

    Raises `RenderError` if it cannot be parsed.
    """
    if len(source) > LATEX_MAX_FORMULA_LENGTH:
        raise RenderError("This formula is too long")
    try:
        return str(convert(_OUTER.sub("", source), display="block" if is_display else "inline"))
    except Exception as error:  # noqa: BLE001 - the library raises many types
        reason = str(error) or type(error).__name__
        raise RenderError(f"This formula cannot be parsed: {reason}") from None


def _mixed(data: str, parts: list[re.Match[str]]) -> str:
    inner = []
    at = 0
    for part in parts:
        inner.append(text(data[at : part.start()]))
        kind = next(name for name in "abcde" if part.group(name))
        inner.append(mathml(part.group(kind), is_display=kind in _DISPLAYED))
        at = part.end()
    return "".join([*inner, text(data[at:])])
