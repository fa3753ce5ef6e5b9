"""Formulas as MathML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert

from .._spec import LATEX_MAX_FORMULA_LENGTH
from .console import console
from .context import Context, MessageError, RenderError
from .limits import Meter
from .markup import element, text
from .svg_mathml import rebuild

__all__ = ["formula", "mathml", "unsafe_mathml"]

#: Operations of the library for each character of a formula.
OPERATIONS_PER_CHARACTER = 15
#: Levels of groups, after which the library's recursion fails.
MAX_LEVELS = 60
MAX_REASON_CHARACTERS = 300
_ENVIRONMENTS = (
    "equation|align|alignat|gather|multline|eqnarray|displaymath|math|array|[bpvBV]?matrix|cases"
)
_OPENING = re.compile(rf"(\$\$|\\\[|\\\(|(?<!\\)\$|\\begin\{{((?:{_ENVIRONMENTS})\*?)\}})")
_CLOSINGS = {"$$": "$$", "\\[": "\\]", "\\(": "\\)", "$": "$"}
_NESTING = re.compile(r"\\[{}]|(\{|\\(?:begin|left)\b)|(\}|\\(?:end|right)\b)")
#: A reference to an equation by its label, which is a formula by itself.
_REFERENCE = re.compile(r"\s*\\(?:eq)?ref\{([^{}]*)\}\s*")
#: Environments that only number or align what MathML lays out itself.
_OUTER = re.compile(
    r"\\(?:begin|end)\{(?:equation|displaymath|math|multline)\*?\}|\\(?:label|tag)\{[^{}]*\}"
)


def formula(type_: str, data: Any, context: Context) -> str:
    """Return LaTeX with formulas as MathML; the text between them is unchanged."""
    if not isinstance(data, str):
        raise RenderError("expected text")
    context.meter.grant(len(data))
    parts = list(_parts(data))
    try:
        inner = (
            _mixed(data, parts, context.meter)
            if parts
            else mathml(data.strip(), context.meter, is_display=True)
        )
    except MessageError as error:
        reason = context.translate(error.id_, **error.values)
        note = element("div", text(reason), class_="backendai-static-note")
        inner = console(data, type_, context) + note
    return element("div", inner, class_="backendai-static-latex")


def mathml(source: str, meter: Meter, *, is_display: bool) -> str:
    """Return a formula as sanitised MathML. Raises `MessageError` if it cannot be parsed."""
    made = unsafe_mathml(source, meter, is_display=is_display)
    return rebuild(made, confined=False, meter=meter)


def unsafe_mathml(source: str, meter: Meter, *, is_display: bool, share: float = 1) -> str:
    """Return a formula as MathML from the library, not sanitised; `share` of its work counts.

    Raises `MessageError` if it cannot be parsed, or would take too long.
    """
    if len(source) > LATEX_MAX_FORMULA_LENGTH:
        raise MessageError("latex_too_long")
    if reference := _REFERENCE.fullmatch(source):
        raise MessageError("no_such_label", label=reference[1])
    if not meter.spend(share * OPERATIONS_PER_CHARACTER * len(source), "left_out_parts"):
        raise MessageError("latex_too_long")
    made = _converted(source, is_display=is_display)
    if not meter.write(len(made), "left_out_parts"):
        raise MessageError("latex_too_long")
    return made


@lru_cache(2048)
def _converted(source: str, *, is_display: bool) -> str:
    depth = 0
    for found in _NESTING.finditer(source):
        depth += bool(found[1]) - bool(found[2])
        if depth > MAX_LEVELS:
            raise MessageError("latex_too_long")
    try:
        return str(convert(_OUTER.sub("", source), display="block" if is_display else "inline"))
    except Exception as error:  # noqa: BLE001 - the library raises many types
        reason = str(error) or type(error).__name__
        raise MessageError("invalid_formula", reason=reason[:MAX_REASON_CHARACTERS]) from None


def _parts(data: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield the start and the end of each formula, its source, and whether it is displayed."""
    at = 0
    # A delimiter that is missing is searched for once, not from each opening one.
    missing: set[str] = set()
    while found := _OPENING.search(data, at):
        opened, name = found.groups()
        at = found.end()
        close = f"\\end{{{name}}}" if name else _CLOSINGS[opened]
        # One character at least is between the delimiters.
        end = -1 if close in missing else data.find(close, at + 1)
        if end < 0:
            missing.add(close)
        if end < 0 or (opened == "$" and (data[at] == "$" or data[end - 1] == "\\")):
            at = found.start() + 1
            continue
        if name:
            yield found.start(), end + len(close), data[found.start() : end + len(close)], True
        else:
            yield found.start(), end + len(close), data[at:end], opened in {"$$", "\\["}
        at = end + len(close)


def _mixed(data: str, parts: list[tuple[int, int, str, bool]], meter: Meter) -> str:
    inner = []
    at = 0
    for start, end, source, is_display in parts:
        inner.append(text(data[at:start]))
        inner.append(mathml(source, meter, is_display=is_display))
        at = end
    return "".join([*inner, text(data[at:])])
